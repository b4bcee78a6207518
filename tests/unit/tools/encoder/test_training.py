"""The encoder is the same for the one who trains it and the one who runs it."""

import numpy as np
import pytest

from tools.encoder.wheel import Weights

pytestmark = pytest.mark.models
for _package in ("torch", "onnx"):
    pytest.importorskip(_package, reason=f"needs the package {_package}: run `make test-models`")

WIDTH, HEADS, INNER, LAYERS, PIECES, PLACES = 32, 4, 64, 2, 50, 40


@pytest.fixture(scope="module")
def weights():
    chance = np.random.default_rng(7)

    def drawn(*shape):
        return chance.normal(0, 0.2, shape).astype(np.float32)

    tensors = {
        "emb.word": drawn(PIECES, WIDTH),
        "emb.pos": drawn(PLACES, WIDTH),
        "emb.type": drawn(WIDTH),
    }
    norms = ["emb.ln"]
    for layer in range(LAYERS):
        sizes = dict.fromkeys(("q", "k", "v", "ao"), (WIDTH, WIDTH))
        sizes |= {"fi": (INNER, WIDTH), "fo": (WIDTH, INNER)}
        for name, size in sizes.items():
            tensors[f"l{layer}.{name}.w"], tensors[f"l{layer}.{name}.b"] = (
                drawn(*size),
                drawn(size[0]),
            )
        norms += [f"l{layer}.aln", f"l{layer}.oln"]
    for name in norms:
        tensors[f"{name}.w"], tensors[f"{name}.b"] = 1 + drawn(WIDTH), drawn(WIDTH)
    return Weights(
        layers=LAYERS, heads=HEADS, window=PLACES, epsilon=1e-5, unknown=3,
        pieces=tuple((f"p{n}", -1.0) for n in range(PIECES)), normalisation={}, tensors=tensors,
    )  # fmt: skip


def test_a_text_has_the_same_vector_in_training_and_in_the_shipped_graph(weights):
    import onnxruntime

    from tools.encoder.graph import build
    from tools.encoder.network import Network

    kept = list(range(0, PIECES, 2))
    texts = [[0, 5, 9, 2], [0, *range(3, 20), 2]]
    trained = Network(weights, kept, trained=0).vectors(texts).detach().numpy()
    model = build(weights, np.array(kept), range(LAYERS)).SerializeToString()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    for text, expected in zip(texts, trained, strict=True):
        pieces = np.array([text], np.int32)
        places = np.arange(len(text), dtype=np.int32)
        [[run]] = session.run(None, {"pieces": pieces, "places": places})
        assert run @ expected / np.linalg.norm(run) / np.linalg.norm(expected) > 0.995


def test_the_company_of_a_text_does_not_change_its_vector_in_training(weights):
    from tools.encoder.network import Network

    network = Network(weights, list(range(PIECES)), trained=0)
    alone = network.vectors([[0, 5, 9, 2]])[0]
    beside = network.vectors([[0, 5, 9, 2], [0, *range(3, 20), 2]])[0]
    assert np.allclose(alone.detach(), beside.detach(), atol=1e-5)


def test_only_the_layers_from_a_number_on_learn(weights):
    from tools.encoder.network import Network, learned

    network = Network(weights, list(range(PIECES)), trained=1)
    network.vectors([[0, 5, 9, 2]]).sum().backward()
    assert {name.split(".")[0] for name in learned(network)} == {"l1"}
    assert all(tensor.grad is not None for tensor in network.trained.values())


def test_a_batch_has_one_question_about_each_line():
    from tools.encoder.training import TaughtQuestion, _batches

    questions = [TaughtQuestion(line, side, "?") for line in range(60) for side in (0, 1)]
    batches = list(_batches(questions, 7))
    assert len(batches) == 7
    assert all(len({each.line for each in batch}) == len(batch) == 40 for batch in batches)


def test_the_questions_are_read_in_both_languages():
    from tools.encoder.training import read_questions

    questions = list(read_questions())
    assert len(questions) > 4000
    assert {each.side for each in questions} == {0, 1}
    assert all(each.text.strip() for each in questions)
