"""PyTorch's learning rates over 30 steps; for the plateau schedule also the validation losses that drove them."""

import warnings

import numpy as np
import torch
from torch.optim import lr_scheduler

from case import Case, draw

SEED, STEPS, BASE = 5000, 30, 0.4

CURVES = {
    "step": (lambda o: lr_scheduler.StepLR(o, step_size=7, gamma=0.3), {"every": 7, "factor": 0.3}),
    "cosine": (lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=29, eta_min=0.02), {"steps": 29, "lowest": 0.02}),
    "linear-warm-up": (
        lambda o: lr_scheduler.LinearLR(o, start_factor=0.1, total_iters=9), {"startFactor": 0.1, "steps": 9}),
    "warm-up-then-cosine": (
        lambda o: lr_scheduler.SequentialLR(o, [
            lr_scheduler.LinearLR(o, start_factor=0.1, total_iters=9),
            lr_scheduler.CosineAnnealingLR(o, T_max=20, eta_min=0.02)], milestones=[9]),
        {"startFactor": 0.1, "warmUpSteps": 9, "steps": 20, "lowest": 0.02}),
}
PLATEAUS = {
    "plateau": dict(factor=0.5, patience=2),
    "plateau-cooldown": dict(factor=0.1, patience=1, cooldown=3, min_lr=0.001, threshold=0.05),
    "plateau-absolute": dict(factor=0.5, patience=1, threshold=0.1, threshold_mode="abs"),
}


def cases():
    # SequentialLR calls its parts in a way that PyTorch itself warns of.
    warnings.filterwarnings("ignore", message="The epoch parameter in `scheduler.step")
    for name, (create, options) in CURVES.items():
        optimizer = sgd()
        scheduler, rates = create(optimizer), []
        for _ in range(STEPS):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            scheduler.step()
        yield Case("schedules", name, options | {"base": BASE}).record_reference({}, {"rates": rates})
    random = np.random.default_rng(SEED)
    for name, options in PLATEAUS.items():
        # Falls, then stays within a noise that sometimes counts as better.
        losses = (2 * 0.6 ** np.minimum(np.arange(STEPS), 8) + draw(random, STEPS, low=0, high=0.2)).astype(np.float32)
        optimizer = sgd()
        scheduler, rates = lr_scheduler.ReduceLROnPlateau(optimizer, **options), []
        for loss in losses:
            scheduler.step(float(loss))
            rates.append(optimizer.param_groups[0]["lr"])
        yield Case("schedules", name, options | {"base": BASE, "seed": SEED}).record_reference(
            {"losses": losses}, {"rates": rates})


def sgd():
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=BASE)
