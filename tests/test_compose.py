"""The compose file says what it means, as far as a machine without Docker can tell."""

import re
import shutil
import ssl
import subprocess
import tomllib
from fnmatch import fnmatch

import pytest
import srsly
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from puente.settings import Settings
from tests.paths import ROOT
from tools.opensearch_node.distribution import VERSION
from tools.supply_chain.licences import DELIVERED, closure

COMPOSE = srsly.read_yaml(ROOT / "docker-compose.yml")
SERVICES = COMPOSE["services"]
NODES = sorted(name for name in SERVICES if name.startswith("opensearch-"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
SECURITY = ROOT / "deploy" / "opensearch-security"
# What the entry point of the official image reads, beside settings of the engine, which have a dot.
IMAGE_VARIABLES = {
    "OPENSEARCH_JAVA_OPTS",
    "DISABLE_INSTALL_DEMO_CONFIG",
    "DISABLE_PERFORMANCE_ANALYZER_AGENT_CLI",
}
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}


def text_of(path):
    return (ROOT / path).read_text("utf-8")


def mounts_of(service):
    return [
        volume.rsplit(":", 2 if volume.endswith(":ro") else 1)[0]
        for volume in service.get("volumes", ())
    ]


@pytest.mark.parametrize("profiles", [[], ["--profile", "three"]])
def test_docker_compose_accepts_the_file(profiles):
    command = ["docker", "compose", "--file", ROOT / "docker-compose.yml", *profiles, "config"]
    if (
        not shutil.which("docker")
        or subprocess.run([*command[:2], "version"], capture_output=True).returncode
    ):
        pytest.skip("needs docker compose")
    done = subprocess.run([*command, "--quiet"], capture_output=True, text=True)
    assert done.stderr + done.stdout == ""


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_needs_is_declared(name):
    service = SERVICES[name]
    used = {
        "networks": service["networks"],
        "secrets": service.get("secrets", []),
        "volumes": [mount for mount in mounts_of(service) if not mount.startswith((".", "$"))],
    }
    assert {kind: sorted(set(names) - COMPOSE[kind].keys()) for kind, names in used.items()} == {
        "networks": [], "secrets": [], "volumes": [],
    }  # fmt: skip


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_waits_for_can_come_about(name):
    for other, wait in SERVICES[name].get("depends_on", {}).items():
        assert wait["condition"] in CONDITIONS
        assert "profiles" not in SERVICES[other] or "profiles" in SERVICES[name]
        if wait["condition"] == "service_healthy":
            assert SERVICES[other]["healthcheck"]["test"]
        if wait["condition"] == "service_completed_successfully":
            assert "restart" not in SERVICES[other]


def test_the_service_waits_for_an_engine_that_answers_and_an_index_that_is_there():
    waits = {name: each["condition"] for name, each in SERVICES["puente"]["depends_on"].items()}
    assert waits == {
        "opensearch-1": "service_healthy",
        "ingest": "service_completed_successfully",
    }
    assert "/_plugins/_security/health" in SERVICES["opensearch-1"]["healthcheck"]["test"]
    assert "/_cluster/health?wait_for_status=yellow" in text_of("deploy/make-users.sh")
    assert "/readyz" in DOCKERFILE


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_no_more_rights_than_it_needs(name):
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert "user" not in service, "both images name a user that is not root"
    assert service.get("read_only", False) is (name not in NODES)
    if name != "users":
        assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}


def test_the_engine_is_reached_by_nobody_outside():
    assert COMPOSE["networks"]["engine"] == {"internal": True}
    assert {name for name in SERVICES if "ports" in SERVICES[name]} == {"puente"}
    assert SERVICES["puente"]["ports"] == ["${PUENTE_PUBLISH:-127.0.0.1:8000}:8000"]
    assert {name for name in SERVICES if "front" in SERVICES[name]["networks"]} == {"puente"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_variable_means_something(name):
    for variable in SERVICES[name].get("environment", {}):
        if variable.startswith("PUENTE_"):
            assert variable.removeprefix("PUENTE_").lower() in Settings.model_fields
        else:
            assert variable in IMAGE_VARIABLES or re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", variable)


def test_every_variable_of_the_image_is_a_setting():
    names = re.findall(r"\bPUENTE_(\w+)=", DOCKERFILE)
    assert sorted(names) == ["HOST", "PORT"]
    assert [name for name in names if name.lower() not in Settings.model_fields] == []


def test_versions_are_pinned_and_those_of_the_project():
    images = {SERVICES[name]["image"] for name in (*NODES, "users")}
    assert {image.partition("@")[0] for image in images} == {
        f"opensearchproject/opensearch:{VERSION}"
    }
    assert SERVICES["puente"]["image"] == f"puente:{PROJECT['project']['version']}"
    bases = set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE))
    assert len(bases) == 1
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert re.match(rf"python:{re.escape(oldest)}\.\d+-slim-bookworm@", *bases)
    for image in images | bases:
        assert re.search(r"@sha256:[0-9a-f]{64}$", image), "a tag can be given to another image"


def test_what_the_image_installs_is_known_by_its_hash_and_is_what_was_tested():
    assert "pip download --require-hashes --no-deps --only-binary :all:" in DOCKERFILE
    installs = [line for line in DOCKERFILE.splitlines() if "pip install" in line]
    assert installs
    assert all("--no-index" in line for line in installs)
    locked = text_of("requirements.lock")
    entries = re.findall(
        r"^([\w.-]+==\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}.*\n)+)", locked, re.M
    )
    assert len(entries) == len(re.findall(r"^[\w.-]+==", locked, re.M))
    pinned = {tuple(line.split("==")) for line in text_of("constraints.txt").splitlines()}
    versions = {canonicalize_name(each[0]): each[1] for each in pinned if len(each) == 2}
    for entry in entries:
        name, _, version = entry[0].partition("==")
        assert versions[canonicalize_name(name)] == version
    names = {canonicalize_name(name.partition("==")[0]) for name, _ in entries}
    delivered = closure(map(Requirement, DELIVERED))
    assert {canonicalize_name(each.name) for each in delivered} - {"puente"} <= names
    assert "setuptools" in names


def test_the_image_gets_every_package_and_nothing_that_is_not_there():
    copied = [
        path for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.M) for path in line.split()[:-1]
    ]
    assert [path for path in copied if not (ROOT / path).exists()] == []
    found = PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]
    packages = {pattern.removesuffix("*") for pattern in found}
    assert packages <= set(copied)
    sent = {
        line.strip("!/") for line in text_of(".dockerignore").splitlines() if line.startswith("!")
    }
    assert sent == set(copied)


def test_what_is_mounted_is_there_or_is_made_first():
    mounts = {mount for name in SERVICES for mount in mounts_of(SERVICES[name])}
    mounted = {re.sub(r"\$\{\w+:-(.+)\}", r"\1", mount) for mount in mounts}
    ours = {mount for mount in mounted if mount.startswith("./")}
    certificates = {mount for mount in ours if mount.startswith("./secrets/certificates/")}
    made = {*certificates, "./snapshots"}
    assert {mount.rpartition("/")[2] for mount in certificates} == {
        "ca.pem", "node.pem", "node-key.pem", "admin.pem", "admin-key.pem",
    }  # fmt: skip
    assert [mount for mount in sorted(ours - made) if not (ROOT / mount).exists()] == []
    assert made <= ours
    ignored = text_of(".gitignore").splitlines()
    assert {"/secrets/", "/snapshots/"} <= set(ignored)


def test_the_administrators_key_is_mounted_for_the_one_that_uses_it():
    holders = {
        name
        for name, service in SERVICES.items()
        if any("admin" in mount or mount == "./secrets" for mount in mounts_of(service))
        or "./secrets/certificates" in mounts_of(service)
    }
    assert holders == {"users"}


def test_no_password_goes_through_the_environment():
    assert [
        name
        for name, service in SERVICES.items()
        if "PASSWORD=" in str(service.get("entrypoint"))
        or any(each.endswith("_PASSWORD") for each in service.get("environment", {}))
    ] == []
    for name in ("ingest", "puente"):
        file = SERVICES[name]["environment"]["PUENTE_OPENSEARCH_PASSWORD_FILE"]
        assert file.removeprefix("/run/secrets/") in SERVICES[name]["secrets"]


def test_no_password_stands_in_a_file():
    files = [ROOT / "docker-compose.yml", ROOT / "Dockerfile", *ROOT.glob("deploy/**/*.*")]
    given = re.compile(r"(?i)(password|secret|hash)(?!_file)\w*[ \t]*[:=][ \t]*[\"']?[\w$/.+]{6,}")
    assert [
        (file.name, m[0]) for file in files for m in given.finditer(file.read_text("utf-8"))
    ] == []
    assert all(each["file"].startswith("./secrets/") for each in COMPOSE["secrets"].values())
    assert srsly.read_yaml(SECURITY / "internal_users.yml").keys() == {"_meta"}


def test_every_user_has_a_role_and_a_password():
    users = {f"puente-{name.removesuffix('-password')}" for name in SERVICES["users"]["secrets"]}
    asking = {
        SERVICES[name]["environment"]["PUENTE_OPENSEARCH_USER"] for name in ("ingest", "puente")
    }
    mapping, roles = (
        srsly.read_yaml(SECURITY / f"{name}.yml") for name in ("roles_mapping", "roles")
    )
    assert (
        asking
        == users
        == {user for role, to in mapping.items() if role != "_meta" for user in to["users"]}
    )
    assert mapping.keys() == roles.keys()


def test_the_web_service_cannot_read_the_restricted_index():
    permissions = srsly.read_yaml(SECURITY / "roles.yml")["puente_reader"]["index_permissions"]
    [readable] = [
        each["index_patterns"] for each in permissions if "read" in each["allowed_actions"]
    ]
    assert readable == ["puente-*"]
    assert fnmatch("puente-000001", *readable)
    assert not fnmatch("puente.restricted-000001", *readable)


def test_the_nodes_are_those_that_find_each_other():
    settings = srsly.read_yaml(ROOT / "deploy" / "opensearch.yml")
    assert settings["discovery.seed_hosts"] == NODES
    assert [SERVICES[name]["environment"]["node.name"] for name in NODES] == NODES
    assert settings["cluster.initial_cluster_manager_nodes"] == NODES[:1]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """What deploy/prepare.sh makes."""
    if not shutil.which("openssl"):
        pytest.skip("needs openssl")
    folder = tmp_path_factory.mktemp("compose")
    (folder / "deploy").mkdir()
    script = shutil.copy(ROOT / "deploy" / "prepare.sh", folder / "deploy")
    for _ in range(2):  # what is there stays
        subprocess.run(["sh", script], check=True, capture_output=True)
    return folder / "secrets" / "certificates"


@pytest.mark.parametrize("host", [*NODES, "localhost"])
def test_a_client_trusts_the_nodes_by_their_names(certificates, host):
    trusting = ssl.create_default_context(cafile=certificates / "ca.pem")
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificates / "node.pem", certificates / "node-key.pem")
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = trusting.wrap_bio(back, there, server_hostname=host)
    server = serving.wrap_bio(there, back, server_side=True)
    for side in (client, server, client, server):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    assert client.getpeercert()["subject"] == (
        (("organizationName", "Puente"),),
        (("commonName", "node"),),
    )


def test_what_is_made_is_read_by_its_owner_alone(certificates):
    secrets = [path for path in certificates.parent.rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in secrets} == {0o600}
    assert len((certificates.parent / "reader-password").read_text().strip()) == 48
