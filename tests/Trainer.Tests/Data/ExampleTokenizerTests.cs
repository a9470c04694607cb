using ChatBot.Answering.Generation;
using ChatBot.Models.Files;
using ChatBot.Models.Llama;
using ChatBot.TestKit.Llama;
using ChatBot.Trainer.Data;
using Microsoft.Extensions.AI;

namespace ChatBot.Trainer.Tests.Data;

public sealed class ExampleTokenizerTests : IDisposable
{
    private static readonly DatasetMessage[] Messages = [new("system", "Answer.\n"), new("user", " What is a commit?<|im_end|>")];

    private static readonly string Reply = ReplyContract.Write([
        new Statement("A \"commit\" is a change.<|im_end|>\n```\ngit log\n```", [1, 2]),
    ]);

    private readonly string _folder = Directory.CreateTempSubdirectory("tokens-").FullName;

    private LoadedModel Load() => LoadedModel.Load(ModelHeader.Open(TinyChatModel.Save(Path.Combine(_folder, "base.gguf"))));

    [Fact]
    public void The_prompt_is_served_token_by_token_and_the_reply_ends_with_the_end_of_a_turn()
    {
        using var model = Load();
        var tokenizer = new ExampleTokenizer(model);

        var example = tokenizer.Tokenize("1", Messages, Reply);

        var served = new ChatPrompt(model, "").Encode([.. Messages.Select(said => (new ChatRole(said.Role), said.Content))]);
        Assert.Equal(served, example.Tokens[..example.AnswerStart]);
        Assert.Equal(Array.IndexOf([.. model.Header.Vocabulary.Tokens], "<|im_end|>"), example.Tokens[^1]);
        Assert.Equal(tokenizer.EndOfTurn, example.Tokens[^1]);
        Assert.True(model.Ends(example.Tokens[^1]));
        Assert.DoesNotContain(example.Tokens[example.AnswerStart..^1], model.Ends);
        Assert.Equal(Reply, Text(model, example.Tokens[example.AnswerStart..^1]));
    }

    [Fact]
    public void A_vocabulary_that_begins_texts_with_a_blank_learns_none()
    {
        var path = new TinyModel()
            .Write()
            .Set("tokenizer.ggml.model", "llama")
            .Set("tokenizer.ggml.add_space_prefix", true)
            .Save(Path.Combine(_folder, "llama.gguf"));
        using var model = LoadedModel.Load(ModelHeader.Open(path));

        var example = new ExampleTokenizer(model, "llama2").Tokenize("1", Messages, "{\"no_answer\"");

        Assert.Equal("{\"no_answer\"", Text(model, example.Tokens[example.AnswerStart..^1]));
    }

    [Fact]
    public async Task Parts_become_examples_and_pairs_and_what_is_too_long_is_left_out_whole()
    {
        using var model = Load();
        var tokenizer = new ExampleTokenizer(model);
        var pair = Line("pair") with { Rejected = ReplyContract.NoAnswer };
        var large = Line("long") with { Messages = [new("user", string.Join(' ', Enumerable.Repeat("commit", 3000)))] };
        Write(DatasetPart.Train, pair, Line("plain"), large);
        Write(DatasetPart.Validation, Line("validation"));

        var set = await tokenizer.TokenizeAsync(_folder, mostTokens: 512);

        Assert.Equal(["pair", "plain"], set.Train.Select(example => example.Id));
        Assert.Equal(["validation"], set.Validation.Select(example => example.Id));
        Assert.Empty(set.ValidationPairs);
        Assert.Equal(1, tokenizer.TooLong);
        var learnt = Assert.Single(set.TrainPairs);
        Assert.Equal(learnt.Chosen.Tokens[..learnt.Chosen.AnswerStart], learnt.Rejected.Tokens[..learnt.Rejected.AnswerStart]);
        Assert.Equal(ReplyContract.NoAnswer, Text(model, learnt.Rejected.Tokens[learnt.Rejected.AnswerStart..^1]));
        var fault = await Assert.ThrowsAsync<DatasetException>(() => tokenizer.TokenizeAsync(_folder, mostTokens: 8));
        Assert.Contains("more than 8 tokens", fault.Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static DatasetLine Line(string id) =>
        new(id, FeedbackKind.Rated, "c", "q", "a", Messages, Reply, "", "v2", 2, DatasetLine.AsServed);

    private void Write(DatasetPart part, params DatasetLine[] lines) =>
        File.WriteAllLines(Path.Combine(_folder, DatasetFiles.NameOf(part)), lines.Select(WireJson.Write));

    private static string Text(LoadedModel model, int[] tokens)
    {
        var decoder = model.Decoder();
        foreach (var token in tokens)
            decoder.Add(token);
        return decoder.Read();
    }
}
