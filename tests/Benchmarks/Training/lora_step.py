"""One LoRA step of a llama-shaped 135M model in plain PyTorch, as a counterpart of the trainer's: tokens/s and peak memory.

Debian: apt-get install python3-torch; then /usr/bin/python3 lora_step.py [seconds=20] [threads=2]
Prints one line of JSON. Plain means: modules and autograd as a tutorial writes them, full logits, cross entropy, torch.optim.AdamW.
"""

import json
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

LAYERS, WIDTH, HEADS, KV_HEADS, FEED_FORWARD, VOCABULARY = 30, 576, 9, 3, 1536, 49152
BATCH, LENGTH, RANK, ALPHA = 4, 256, 16, 32
HEAD = WIDTH // HEADS


class LoraLinear(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs) / inputs**0.5, requires_grad=False)
        self.a = nn.Parameter(torch.randn(RANK, inputs) / inputs**0.5)
        self.b = nn.Parameter(torch.zeros(outputs, RANK))

    def forward(self, x):
        return F.linear(x, self.weight) + F.linear(F.linear(x, self.a), self.b) * (ALPHA / RANK)


class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(WIDTH), requires_grad=False)

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


def rotate(x, cos, sin):  # [B, H, T, D]
    first, second = x[..., ::2], x[..., 1::2]
    return torch.stack((first * cos - second * sin, first * sin + second * cos), -1).flatten(-2)


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention_norm, self.feed_norm = Norm(), Norm()
        self.q, self.o = LoraLinear(WIDTH, WIDTH), LoraLinear(WIDTH, WIDTH)
        self.k, self.v = LoraLinear(WIDTH, KV_HEADS * HEAD), LoraLinear(WIDTH, KV_HEADS * HEAD)
        self.gate, self.up = (nn.Linear(WIDTH, FEED_FORWARD, bias=False).requires_grad_(False) for _ in range(2))
        self.down = nn.Linear(FEED_FORWARD, WIDTH, bias=False).requires_grad_(False)

    def forward(self, x, cos, sin, mask):
        b, t, _ = x.shape
        normed = self.attention_norm(x)
        q = rotate(self.q(normed).view(b, t, HEADS, HEAD).transpose(1, 2), cos, sin)
        k = rotate(self.k(normed).view(b, t, KV_HEADS, HEAD).transpose(1, 2), cos, sin)
        v = self.v(normed).view(b, t, KV_HEADS, HEAD).transpose(1, 2)
        k, v = (each.repeat_interleave(HEADS // KV_HEADS, 1) for each in (k, v))
        if hasattr(F, "scaled_dot_product_attention"):
            attended = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            attended = F.softmax(q @ k.transpose(-2, -1) / HEAD**0.5 + mask, -1) @ v
        x = x + self.o(attended.transpose(1, 2).reshape(b, t, WIDTH))
        normed = self.feed_norm(x)
        return x + self.down(F.silu(self.gate(normed)) * self.up(normed))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, WIDTH).requires_grad_(False)
        self.embedding.weight.data.mul_(0.02)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = Norm()

    def forward(self, tokens):
        angles = torch.outer(torch.arange(tokens.shape[1]).float(), 10000 ** (-torch.arange(0, HEAD, 2) / HEAD))
        mask = torch.full((tokens.shape[1],) * 2, float("-inf")).triu(1)
        x = self.embedding(tokens)
        for layer in self.layers:
            x = layer(x, angles.cos(), angles.sin(), mask)
        return F.linear(self.norm(x), self.embedding.weight)


def main():
    given = dict(argument.split("=") for argument in sys.argv[1:])
    torch.manual_seed(1)
    torch.set_num_threads(int(given.get("threads", 2)))
    model = Model()
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=2e-4)
    tokens = torch.randint(0, VOCABULARY, (BATCH, LENGTH + 1))
    best, until = 0.0, time.perf_counter() + float(given.get("seconds", 20))
    losses = []
    while time.perf_counter() < until or len(losses) < 3:
        begun = time.perf_counter()
        loss = F.cross_entropy(model(tokens[:, :-1]).flatten(0, 1), tokens[:, 1:].flatten())
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
        optimiser.step()
        losses.append(loss.item())
        best = max(best, BATCH * LENGTH / (time.perf_counter() - begun))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"TokensPerSecond": best, "PeakBytes": peak, "Steps": len(losses), "Version": torch.__version__}))


main()
