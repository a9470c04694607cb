using System.Security.Cryptography;

namespace ChatBot.Core.Tests;

public sealed class LearnedWeightsTests
{
    /// <summary>
    /// SHA-256 by name. A fit writes a file whole: the weights, and what they are worth on data that they never saw. A number changed by
    /// hand makes the rest untrue. After a fit the new hash stands here.
    /// </summary>
    private static readonly Dictionary<string, string> Measured = new()
    {
        ["support"] = "2ffe9cc9158dea5863de8e435bdf7c1b5f7ae249ad6d76a3faf18014a4af8084",
        ["confidence"] = "678557c9481a4ae2c82368087cbb31e89cee4f8e337f342b8e321c3ee202f73d",
        ["corrections"] = "51055350c4fcf8ef602f383f4c8241876c258c6d67e0a3422931c972241fd79d",
        ["sentences"] = "c486128c4efbde6081efc2abf17cdb4708ba0ad93a204e617ee5e78f31ba92eb",
        ["attack"] = "a3e8e7a413b698fae7728d1c37396883575f981801a2ff80f701e6ab6da9353f",
        ["topic"] = "4b3f72fb681fab98443e8f257323fa69b14bd4afaf3a4fe02153f20d255f2bb7",
        ["sections"] = "c0b5d53b01ab99c683c1e43534ee5be2a796e41420c62d5c6709148beab80086",
        ["answerable"] = "85004581af8f53b34fdf19e8c1d62d4c0b13a7a345d5330029417c1314e1cd40",
        ["ranking"] = "3b7917304d9c2ffb427ce2a4b801dbdbe10c571c407a9cada3658db08f217426",
    };

    [Fact]
    public void Weights_are_those_whose_worth_was_measured()
    {
        var embedded = typeof(LearnedWeights)
            .Assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith("weights/", StringComparison.Ordinal))
            .Select(resource => resource["weights/".Length..^"-weights.json".Length])
            .ToDictionary(name => name, HashOf);
        Assert.Equal(Measured.OrderBy(pair => pair.Key), embedded.OrderBy(pair => pair.Key));
    }

    private static string HashOf(string name)
    {
        using var file = LearnedWeights.Open(name);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
