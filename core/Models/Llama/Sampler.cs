using System.Numerics.Tensors;
using LLama.Native;

namespace ChatBot.Models.Llama;

/// <summary>How the next token is chosen.</summary>
/// <param name="Temperature">0 is the likeliest token always.</param>
/// <param name="TopP">Only the likeliest tokens whose probabilities sum to this; 1 is all.</param>
/// <param name="TopK">Only so many of the likeliest; 0 is all.</param>
/// <param name="RepetitionPenalty">Above 1: tokens of the answer so far become less likely. The prompt does not count, since an answer
/// from sources has to repeat their words.</param>
/// <param name="Seed">Of the choice by chance.</param>
/// <param name="Grammar">GBNF with a rule <c>root</c> that the answer follows; null for any text.</param>
internal sealed record SamplingOptions(
    float Temperature = 0,
    float TopP = 1,
    int TopK = 0,
    float RepetitionPenalty = 1,
    uint Seed = 0,
    string? Grammar = null
);

/// <summary>Chooses the tokens of one answer. A greedy choice needs no native code; the rest are llama.cpp's samplers.</summary>
internal sealed class Sampler : IDisposable
{
    private const int PenalisedTokens = 1024;

    private readonly SafeLLamaSamplerChainHandle? _chain;
    private readonly SafeLLamaSamplerChainHandle? _grammar;
    private readonly LLamaTokenData[] _one = new LLamaTokenData[1];
    private LLamaTokenData[]? _all;

    /// <exception cref="ArgumentException">The grammar is none.</exception>
    public Sampler(SamplingOptions options, SafeLlamaModelHandle model)
    {
        if (options.Temperature > 0 || options.RepetitionPenalty != 1)
        {
            _chain = SafeLLamaSamplerChainHandle.Create(LLamaSamplerChainParams.Default());
            if (options.RepetitionPenalty != 1)
                _chain.AddPenalties(PenalisedTokens, options.RepetitionPenalty, 0, 0);
            if (options.TopK > 0)
                _chain.AddTopK(options.TopK);
            if (options.TopP < 1)
                _chain.AddTopP(options.TopP, 1);
            _chain.AddTemperature(Math.Max(0, options.Temperature));
            _chain.AddDistributionSampler(options.Seed);
        }
        if (options.Grammar is not { } grammar)
            return;
        _grammar = SafeLLamaSamplerChainHandle.Create(LLamaSamplerChainParams.Default());
        if (NativeLog.ErrorOf(() => _grammar.AddGrammar(model, grammar, "root")) is { } error)
            throw new ArgumentException($"The grammar cannot be read ({error}).", nameof(options));
    }

    /// <summary>The next token. Native code is never told of one that the grammar forbids: it would end the process.</summary>
    public int Choose(ReadOnlySpan<float> logits)
    {
        var likeliest = TensorPrimitives.IndexOfMax(logits);
        if (!float.IsFinite(logits[likeliest]))
            throw new InvalidOperationException("The model computes no numbers; its file or the adapter's is damaged.");
        var chosen = _chain is null ? likeliest : Sample(logits, constrained: false);
        return _grammar is null || IsAllowed(chosen) ? chosen : Sample(logits, constrained: true);
    }

    /// <summary>Remembers a chosen token.</summary>
    public void Accept(int token)
    {
        _chain?.Accept(token);
        _grammar?.Accept(token);
    }

    public void Dispose()
    {
        _chain?.Dispose();
        _grammar?.Dispose();
    }

    private bool IsAllowed(int token)
    {
        _one[0] = new LLamaTokenData(token, 1, 0);
        using var pin = LLamaTokenDataArrayNative.Create(new LLamaTokenDataArray(_one, true), out var native);
        _grammar!.Apply(ref native);
        return float.IsFinite(native.Data[0].Logit);
    }

    private int Sample(ReadOnlySpan<float> logits, bool constrained)
    {
        _all ??= new LLamaTokenData[logits.Length];
        using var pin = LLamaTokenDataArrayNative.Create(LLamaTokenDataArray.Create(logits, _all), out var native);
        if (constrained)
            _grammar!.Apply(ref native);
        var best = native.Data[0];
        foreach (var candidate in native.Data)
            if (candidate.Logit > best.Logit)
                best = candidate;
        if (!float.IsFinite(best.Logit))
            throw new InvalidOperationException("No token of the model's vocabulary continues the answer as the grammar wants it.");
        if (_chain is null)
            return (int)best.ID;
        _chain.Apply(ref native);
        return (int)native.Data[checked((int)native.Selected)].ID;
    }
}
