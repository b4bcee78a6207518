"""Random histories: what is public is done in both worlds, what is restricted in each its own."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from puente.model.documents import Document, Visibility
from tests.twin_worlds.texts import Words, text_of
from tests.twin_worlds.world import Row, TwinWorld

SYMBOLS = tuple(f"CE/AM-{number}/09" for number in range(1, 9))
"""Works of either visibility and of all collections bear them: a draft often has the symbol of what
will be published, or of a draft of another body."""
LANGUAGES = ("es", "en")
_NEVER = "2099-01-01"
_LINKED = ("accept", "reject", "link")


@dataclass
class Work:
    """A work that both worlds have: what its public text is, and whether it is restricted now."""

    slug: str
    collection: str
    symbol: str
    words: list[str]
    languages: tuple[str, ...]
    numbers: int = 0
    hidden: set[str] = field(default_factory=set)
    """Languages of which the file is restricted now."""

    def path(self, language: str) -> str:
        """The file of one version."""
        return f"{self.collection}/{self.slug}.{language}.txt"

    @property
    def is_whole(self) -> bool:
        """True where all its versions are public, or in the collection that a reader may see."""
        return self.collection == "csm" or not self.hidden

    def text(self, language: str) -> str:
        """The text of one version, as everybody may read it."""
        return text_of(
            language, self.symbol, self.numbers, cited=SYMBOLS[self.numbers % 8], words=self.words
        )


class History:
    """What happens in two worlds: one act after the other, the same ones for the same seed.

    `marks` are the words of each world that stand in restricted documents, in their names or with
    those who worked on them, and nowhere else; `gone` are those of what has been public.
    """

    def __init__(self, seed: str, worlds: tuple[TwinWorld, TwinWorld]) -> None:
        self.worlds = worlds
        self.acts: Counter[str] = Counter()
        self.marks = {each.name: Words(f"{seed} {each.name}") for each in worlds}
        self.public_words = Words(f"{seed} public")
        self._chance = random.Random(seed)
        self._own = {each.name: random.Random(f"{seed} {each.name} acts") for each in worlds}
        self._works: list[Work] = []
        self._secrets: dict[str, list[str]] = {each.name: [] for each in worlds}
        self._snapshots: list[str] = []
        self._withdrawn: list[str] = []
        self._made = 0
        self._has_older = False
        self._acts: dict[str, Callable[[], bool]] = {
            name.removeprefix("_act_"): getattr(self, name)
            for name in sorted(dir(self))
            if name.startswith("_act_")
        }
        for _ in range(2):
            self.act("publish_a_work")
        self.act("restrict_one_from_the_start")

    def step(self) -> str:
        """Do what chance says that can be done now; its name."""
        while True:
            name = self._chance.choice(sorted(self._acts))
            if self.act(name):
                return name

    def act(self, name: str) -> bool:
        """Do one thing, if it can be done now, and something restricted after it."""
        for world in self.worlds:
            world.now += timedelta(minutes=7)
        done = self._acts[name]()
        if done:
            self.acts[name] += 1
            self.work_in_secret()
        return done

    # What both worlds do.

    def _act_publish_a_work(self) -> bool:
        work = self._new_work("oas")
        self._write(work)
        return self._ingest()

    def _act_restrict_one_from_the_start(self) -> bool:
        work = self._new_work("csm")
        self._write(work, Row(visibility="restricted", collection="csm"))
        work.hidden.update(work.languages)
        return self._ingest()

    def _act_replace(self) -> bool:
        work = self._any_work(lambda each: each.is_whole)
        if work is None:
            return False
        work.numbers += 1
        self._write(work)
        return self._ingest()

    def _act_replace_one_version(self) -> bool:
        work = self._any_work(lambda each: each.is_whole)
        if work is None:
            return False
        language = self._chance.choice(work.languages)
        addition = f"\n\n9. {self._chance.randint(11, 9999)}.\n"
        for world in self.worlds:
            world.write(work.path(language), work.text(language) + addition)
        return self._ingest()

    def _act_rename(self) -> bool:
        work = self._any_work(lambda each: each.is_whole)
        if work is None:
            return False
        before = {language: work.path(language) for language in work.languages}
        work.slug = self._name()
        for world in self.worlds:
            for language, path in before.items():
                world.move(path, work.path(language))
        return self._ingest()

    def _act_delete(self) -> bool:
        work = self._any_work(lambda each: each.is_whole)
        if work is None or len(self._works) < 3:
            return False
        self._works.remove(work)
        for world in self.worlds:
            for language in work.languages:
                world.remove(work.path(language))
        return self._ingest(prune=True)

    def _act_restrict(self) -> bool:
        work = self._any_work(lambda each: each.collection == "oas" and not each.hidden)
        if work is None:
            return False
        chosen = self._some(work.languages)
        for world in self.worlds:
            for language in chosen:
                world.state(work.path(language), visibility="restricted", embargo="")
        work.hidden.update(chosen)
        return self._ingest()

    def _act_redraft(self) -> bool:
        """A restricted text is worked on, in each world otherwise; it keeps its symbol."""
        work = self._any_work(lambda each: each.collection == "oas" and bool(each.hidden))
        if work is None:
            return False
        for world in self.worlds:
            chance = self._own[world.name]
            for language in sorted(work.hidden):
                words = [self.marks[world.name].new()]
                numbers = chance.randint(0, 10**6)
                text = text_of(language, work.symbol, numbers, cited=SYMBOLS[0], words=words)
                world.write(work.path(language), text)
        return self._ingest()

    def _act_publish_again(self) -> bool:
        work = self._any_work(lambda each: each.collection == "oas" and bool(each.hidden))
        if work is None:
            return False
        chosen = self._some(sorted(work.hidden))
        for world in self.worlds:
            for language in chosen:
                world.write(work.path(language), work.text(language))
                world.state(work.path(language), visibility="public", embargo="")
        work.hidden.difference_update(chosen)
        return self._ingest(publish=True)

    def _act_embargo(self) -> bool:
        work = self._new_work("oas")
        day = f"{self.worlds[0].now + timedelta(days=30):%Y-%m-%d}"
        self._write(work, Row(embargo=day))
        work.hidden.update(work.languages)
        return self._ingest()

    def _act_wait_for_the_day(self) -> bool:
        """All embargoes end; what is published then is the same in both worlds."""
        waiting = [each for each in self._works if self._is_embargoed(each)]
        if not waiting:
            return False
        for work in waiting:
            self._write(work)
            work.hidden.clear()
        for world in self.worlds:
            world.now += timedelta(days=40)
        self._ingest()
        for world in self.worlds:
            for work in waiting:
                for language in work.languages:
                    world.state(work.path(language), embargo="")
        return self._ingest()

    def _act_correct(self) -> bool:
        found = self._public_pair()
        if found is None:
            return False
        action, falls = self._chance.choice(_LINKED), self._chance.random()
        for world in self.worlds:
            world.correct(found, random.Random(falls), actor="editor", action=action)
        return True

    def _act_import_a_memory(self) -> bool:
        falls = self._chance.random()
        for world in self.worlds:
            self._import(world, Visibility.PUBLIC, random.Random(falls), "editor")
        return True

    def _act_withdraw(self) -> bool:
        documents = self.worlds[0].documents(Visibility.PUBLIC)
        if len(documents) < 3:
            return False
        chosen = self._chance.choice(documents).id
        self._withdrawn.append(chosen)
        notice = self._chance.choice([(), ("--public-notice", "Sustituido por otra versión.")])
        for world in self.worlds:
            world.command("withdraw", chosen, "--reason", self.marks[world.name].new(), *notice)
        # Until the next ingest the coverage says that versions are to be looked for.
        return self._ingest()

    def _act_undo_a_withdrawal(self) -> bool:
        if not self._withdrawn:
            return False
        chosen = self._withdrawn.pop()
        for world in self.worlds:
            world.command("withdraw", chosen, "--undo")
        return self._ingest()

    def _act_reindex(self) -> bool:
        self._has_older = True
        return self._run("reindex")

    def _act_save(self) -> bool:
        self._snapshots.append(f"copy{len(self._snapshots)}")
        return self._run("snapshot", self._snapshots[-1])

    def _act_restore(self) -> bool:
        if not self._snapshots:
            return False
        self._has_older = True
        self._run("restore", self._chance.choice(self._snapshots))
        return self._ingest(prune=True)

    def _act_go_back(self) -> bool:
        if not self._has_older:
            return False
        self._run("rollback")
        return self._ingest(prune=True)

    # What each world does for itself, where nobody outside may see it.

    def work_in_secret(self) -> None:
        """In each world something restricted happens, or nothing; never the same."""
        for world in self.worlds:
            chance = self._own[world.name]
            for _ in range(chance.randint(0, 3)):
                act = chance.choice((
                    self._draft, self._draft, self._copy, self._redraft, self._lose,
                    self._rename_draft, self._correct_drafts, self._import_drafts,
                    self._withdraw_draft, self._bring_back_draft,
                ))  # fmt: skip
                act(world, chance)

    def _draft(self, world: TwinWorld, chance: random.Random) -> None:
        marks = self.marks[world.name]
        slug, symbol = marks.new(), chance.choice((*SYMBOLS, f"CE/AM-{chance.randint(20, 99)}/09"))
        numbers, words = chance.randint(0, 10**6), [marks.new(), marks.new()]
        folder = chance.choice(("crm", "oas"))
        if chance.random() < 0.2:
            row = Row(collection="crm", embargo=_NEVER)
        else:
            row = Row(collection="crm", visibility="restricted")
        for language in self._some(LANGUAGES, chance):
            path = f"{folder}/{slug}.{language}.txt"
            text = text_of(language, symbol, numbers, cited=chance.choice(SYMBOLS), words=words)
            world.write(path, text, row)
            self._secrets[world.name].append(path)
        world.ingest()

    def _copy(self, world: TwinWorld, chance: random.Random) -> None:
        """The very file of another restricted collection comes to this one."""
        works = [each for each in self._works if each.collection == "csm"]
        if works:
            work = chance.choice(works)
            language = chance.choice(work.languages)
            path = f"crm/{self.marks[world.name].new()}.{language}.txt"
            row = Row(collection="crm", visibility="restricted")
            world.write(path, world.files[work.path(language)], row)
            self._secrets[world.name].append(path)
            world.ingest()

    def _redraft(self, world: TwinWorld, chance: random.Random) -> None:
        path = self._any_secret(world, chance)
        if path:
            text = text_of(
                path.split(".")[1], chance.choice(SYMBOLS), chance.randint(0, 10**6),
                cited=chance.choice(SYMBOLS), words=[self.marks[world.name].new()],
            )  # fmt: skip
            world.write(path, text)
            world.ingest()

    def _lose(self, world: TwinWorld, chance: random.Random) -> None:
        path = self._any_secret(world, chance)
        if path:
            self._secrets[world.name].remove(path)
            world.remove(path)
            world.ingest(prune=True)

    def _rename_draft(self, world: TwinWorld, chance: random.Random) -> None:
        path = self._any_secret(world, chance)
        if path:
            folder, _, name = path.partition("/")
            target = f"{folder}/{self.marks[world.name].new()}.{name.partition('.')[2]}"
            secrets = self._secrets[world.name]
            secrets[secrets.index(path)] = target
            world.move(path, target)
            world.ingest()

    def _correct_drafts(self, world: TwinWorld, chance: random.Random) -> None:
        works = self._secret_works(world)
        if works:
            author = self.marks[world.name].new()
            world.hire(author)
            pair = f"{chance.choice(works)}.es-en"
            world.correct(pair, chance, actor=author, action=chance.choice(_LINKED))

    def _import_drafts(self, world: TwinWorld, chance: random.Random) -> None:
        self._import(world, Visibility.RESTRICTED, chance, self.marks[world.name].new())

    def _withdraw_draft(self, world: TwinWorld, chance: random.Random) -> None:
        documents = self._secret_documents(world)
        if documents:
            words = self.marks[world.name]
            world.command(
                "withdraw", chance.choice(documents).id, "--reason", words.new(),
                "--public-notice", words.new(),
            )  # fmt: skip

    def _bring_back_draft(self, world: TwinWorld, chance: random.Random) -> None:
        documents = self._secret_documents(world)
        if documents:
            chosen = chance.choice(documents).id
            world.command("withdraw", chosen, "--reason", self.marks[world.name].new())
            world.command("withdraw", chosen, "--undo")
            world.ingest()

    # What acts are made of.

    def _new_work(self, collection: str) -> Work:
        work = Work(
            slug=self._name(), collection=collection,
            symbol=self._chance.choice(SYMBOLS),
            words=[self.public_words.new()],
            languages=self._chance.choice((LANGUAGES, LANGUAGES, LANGUAGES[:1])),
            numbers=self._chance.randint(0, 10**6),
        )  # fmt: skip
        self._works.append(work)
        return work

    def _name(self) -> str:
        self._made += 1
        return f"acta{self._made}"

    def _write(self, work: Work, row: Row | None = None) -> None:
        for world in self.worlds:
            for language in work.languages:
                world.write(work.path(language), work.text(language), row)

    def _ingest(self, *, publish: bool = False, prune: bool = False) -> bool:
        for world in self.worlds:
            world.ingest(publish=publish, prune=prune)
        return True

    def _run(self, *arguments: str) -> bool:
        for world in self.worlds:
            world.command(*arguments)
        return True

    def _any_work(self, fits: Callable[[Work], bool]) -> Work | None:
        found = [each for each in self._works if fits(each)]
        return self._chance.choice(found) if found else None

    def _is_embargoed(self, work: Work) -> bool:
        return any(self.worlds[0].rows[work.path(each)].embargo for each in work.hidden)

    def _some(self, values: Sequence[str], chance: random.Random | None = None) -> list[str]:
        chance = chance or self._chance
        return list(values) if chance.random() < 0.6 else [chance.choice(values)]

    def _public_pair(self) -> str | None:
        works = sorted({each.work_id for each in self.worlds[0].documents(Visibility.PUBLIC)})
        return f"{self._chance.choice(works)}.es-en" if works else None

    def _any_secret(self, world: TwinWorld, chance: random.Random) -> str | None:
        secrets = self._secrets[world.name]
        return chance.choice(secrets) if secrets else None

    def _secret_works(self, world: TwinWorld) -> list[str]:
        """The works that have no version of another collection: those may be published."""
        documents = world.documents(Visibility.RESTRICTED)
        others = {each.work_id for each in documents if each.collection != "crm"}
        return sorted({each.work_id for each in documents} - others)

    def _secret_documents(self, world: TwinWorld) -> list[Document]:
        """The documents that a world has for itself, but for copies.

        The bytes of one that is withdrawn leave all collections, and that may show.
        """
        documents = world.documents(Visibility.RESTRICTED)
        others = {each.checksum for each in documents if each.collection != "crm"}
        return [
            each for each in documents if each.collection == "crm" and each.checksum not in others
        ]

    def _import(
        self, world: TwinWorld, visibility: Visibility, chance: random.Random, author: str
    ) -> None:
        """Bring in a memory of one work, as a translator has it: the units of the paragraphs."""
        if visibility is Visibility.PUBLIC:
            works = sorted({each.work_id for each in world.documents(visibility)})
        else:
            works = self._secret_works(world)
        if not works:
            return
        memory = Path(world.folder / "memory.tmx")
        asked = ("--work", chance.choice(works), "--output", str(memory))
        done = world.command("export", "--format", "tmx", "--visibility", visibility, *asked)
        if done.returncode == 0:
            world.command("import", str(memory), "--author", author, "--visibility", visibility)
