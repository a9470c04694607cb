using System.Text.Json;
using ChatBot.Llama.Tokenizing;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Llama.Tokenizing;

/// <summary>A folder's tokenizer.json gives the ids of the GGUF file with the same vocabulary.</summary>
public sealed class HuggingFaceTokenizerTests : IDisposable
{
    private const string Words =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("model");

    public void Dispose() => _folder.Delete(recursive: true);

    private static object Split(string pattern) =>
        new
        {
            type = "Sequence",
            pretokenizers = new object[]
            {
                new { type = "Split", pattern = new { Regex = pattern } },
                new { type = "ByteLevel", use_regex = false },
            },
        };

    private void Write(Dictionary<string, object> metadata, object? preTokenizer, object? normalizer = null, bool mergesAsPairs = false)
    {
        var (tokens, kinds) = ((string[])metadata["tokenizer.ggml.tokens"], (int[])metadata["tokenizer.ggml.token_type"]);
        var isSentencePiece = (string)metadata["tokenizer.ggml.model"] == "llama";
        var merges = metadata.GetValueOrDefault("tokenizer.ggml.merges") as string[] ?? MergesFromScores(tokens, kinds);
        File.WriteAllText(
            Path.Combine(_folder.FullName, "tokenizer.json"),
            JsonSerializer.Serialize(
                new
                {
                    added_tokens = tokens
                        .Index()
                        .Where(token => kinds[token.Index] is 2 or 3 or 4)
                        .Select(token => new
                        {
                            id = token.Index,
                            content = token.Item,
                            special = kinds[token.Index] != 4,
                        }),
                    normalizer,
                    pre_tokenizer = preTokenizer,
                    model = new
                    {
                        type = "BPE",
                        byte_fallback = isSentencePiece,
                        ignore_merges = (string)metadata["tokenizer.ggml.pre"] == "llama-bpe",
                        unk_token = isSentencePiece ? "<unk>" : null,
                        vocab = tokens
                            .Index()
                            .Where(token => kinds[token.Index] is 1 or 6)
                            .ToDictionary(token => token.Item, token => token.Index),
                        merges = mergesAsPairs ? (object)merges.Select(merge => merge.Split(' ')) : merges,
                    },
                }
            )
        );
        File.WriteAllText(
            Path.Combine(_folder.FullName, "tokenizer_config.json"),
            JsonSerializer.Serialize(
                new
                {
                    bos_token = tokens[(int)(uint)metadata["tokenizer.ggml.bos_token_id"]],
                    eos_token = new { content = tokens[(int)(uint)metadata["tokenizer.ggml.eos_token_id"]] },
                    add_bos_token = metadata.GetValueOrDefault("tokenizer.ggml.add_bos_token") is not false,
                    chat_template = "<|im_start|>",
                }
            )
        );
    }

    /// <summary>Every way to make each token, best score first, as a conversion of a SentencePiece model writes them.</summary>
    private static string[] MergesFromScores(string[] tokens, int[] kinds)
    {
        var normal = tokens.Where((_, id) => kinds[id] == 1).ToHashSet();
        return
        [
            .. tokens
                .Where(normal.Contains)
                .SelectMany(token =>
                    Enumerable
                        .Range(1, token.Length - 1)
                        .Where(cut => normal.Contains(token[..cut]) && normal.Contains(token[cut..]))
                        .Select(cut => $"{token[..cut]} {token[cut..]}")
                ),
        ];
    }

    private void AssertSameIds(string kind)
    {
        var expected = Tokenizer.FromMetadata(TrainedVocabulary.Metadata(kind, 300));
        var actual = Tokenizer.FromMetadata(HuggingFaceTokenizer.ReadMetadata(_folder.FullName));
        foreach (var line in new MixedText(17).Lines(500))
            Assert.Equal(expected.Encode(line, parseSpecial: true), actual.Encode(line, parseSpecial: true));
    }

    [Fact]
    public void Byte_level_as_in_gpt2()
    {
        Write(
            TrainedVocabulary.Metadata("gpt-2", 300),
            new
            {
                type = "ByteLevel",
                add_prefix_space = false,
                use_regex = true,
            }
        );
        AssertSameIds("gpt-2");
    }

    [Fact]
    public void Single_digits_as_in_smollm()
    {
        Write(
            TrainedVocabulary.Metadata("smollm", 300),
            new
            {
                type = "Sequence",
                pretokenizers = new object[]
                {
                    new { type = "Digits", individual_digits = true },
                    new
                    {
                        type = "ByteLevel",
                        add_prefix_space = false,
                        use_regex = true,
                    },
                },
            }
        );
        AssertSameIds("smollm");
    }

    [Fact]
    public void The_pattern_of_llama_3_with_merges_as_pairs()
    {
        Write(TrainedVocabulary.Metadata("llama-bpe", 300), Split(Words), mergesAsPairs: true);
        AssertSameIds("llama-bpe");
    }

    [Fact]
    public void The_pattern_of_qwen_2()
    {
        Write(TrainedVocabulary.Metadata("qwen2", 300), Split(Words.Replace("{1,3}", "")));
        AssertSameIds("qwen2");
        Assert.Equal("<|im_start|>", HuggingFaceTokenizer.ReadMetadata(_folder.FullName)["tokenizer.chat_template"]);
    }

    [Fact]
    public void Byte_fallback_as_in_llama_2()
    {
        Write(
            TrainedVocabulary.Metadata("spm", 300),
            null,
            new { type = "Sequence", normalizers = new object[] { new { type = "Prepend", prepend = "▁" } } }
        );
        AssertSameIds("spm");
    }

    [Fact]
    public void Ids_beyond_the_tokenizer_are_unused_tokens()
    {
        var metadata = TrainedVocabulary.Metadata("qwen2", 50);
        Write(metadata, Split(Words.Replace("{1,3}", "")));
        var tokens = ((string[])metadata["tokenizer.ggml.tokens"]).Length;
        var tokenizer = Tokenizer.FromMetadata(HuggingFaceTokenizer.ReadMetadata(_folder.FullName, tokens + 10));
        Assert.Equal(tokens + 10, tokenizer.Vocabulary.Count);
        Assert.Equal("", tokenizer.Decode([tokens + 3]));
    }

    [Theory]
    [InlineData("{", "is no JSON")]
    [InlineData("[]", "not a tokenizer of the known form")]
    [InlineData("{\"model\":{\"type\":\"Unigram\"}}", "type Unigram")]
    [InlineData(
        "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[]},\"pre_tokenizer\":{\"type\":\"Whitespace\"}}",
        "not known here"
    )]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":2000000000},\"merges\":[]}}", "out of all proportion")]
    public void A_tokenizer_of_another_kind_is_refused(string json, string expected)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer.json"), json);
        Assert.Contains(
            expected,
            Assert.Throws<InvalidDataException>(() => HuggingFaceTokenizer.ReadMetadata(_folder.FullName)).Message,
            StringComparison.Ordinal
        );
    }
}
