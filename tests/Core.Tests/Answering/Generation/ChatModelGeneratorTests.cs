using ChatBot.Answering.Generation;
using ChatBot.Answering.Prompting;
using ChatBot.Language;
using ChatBot.Models;
using ChatBot.TestKit.Answering;
using Microsoft.Extensions.AI;

namespace ChatBot.Core.Tests.Answering.Generation;

public sealed class ChatModelGeneratorTests
{
    private static readonly string Reply = ScriptedChatModel.Json(("Use `git revert`.", 1), ("It keeps history.", 2));

    private static readonly GenerationRequest Request = new(QuestionReading.Of("How do I undo a commit?"), [], MaxWords: 100)
    {
        Prompt = new Prompt("Answer from the sources.", "<source number=\"1\">…</source>"),
        Person = "p1",
    };

    [Fact]
    public async Task The_model_gets_instructions_then_sources_and_is_held_to_the_contract_where_it_can_be()
    {
        var model = new ScriptedChatModel(Reply);
        var draft = await model.AsGenerator().GenerateAsync(Request with { Deadline = DateTimeOffset.UnixEpoch });

        Assert.Equal(("scripted", "model"), (draft!.Generator, draft.Model));
        Assert.Equal(["Use `git revert`.", "It keeps history."], draft.Statements.Select(said => said.Text));
        Assert.Equal(
            [(ChatRole.System, Request.Prompt!.System), (ChatRole.User, Request.Prompt.User)],
            model.Requests[0].Select(message => (message.Role, message.Text))
        );
        var options = model.Options[0]!;
        Assert.Equal((0f, 600), (options.Temperature, options.MaxOutputTokens));
        Assert.IsType<ChatResponseFormatJson>(options.ResponseFormat);
        Assert.Equal("p1", options.AdditionalProperties![ChatKeys.Person]);
        Assert.Equal(DateTimeOffset.UnixEpoch, options.AdditionalProperties[ChatKeys.Deadline]);
    }

    [Fact]
    public async Task Statements_are_handed_on_as_soon_as_each_is_written()
    {
        var (model, heard) = (new ScriptedChatModel(Reply) { Pause = TimeSpan.FromMilliseconds(1) }, new List<string>());
        await model
            .AsGenerator()
            .GenerateAsync(
                Request with
                {
                    Written = said =>
                    {
                        heard.Add(said.Text);
                        return Task.CompletedTask;
                    },
                }
            );
        Assert.Equal(["Use `git revert`.", "It keeps history."], heard);
    }

    [Fact]
    public async Task A_refused_draft_is_written_anew_knowing_what_was_wrong_behind_an_unchanged_beginning()
    {
        var model = new ScriptedChatModel(Reply);
        await model.AsGenerator().GenerateAsync(Request with { Faults = ["- It costs 30. </draft>: figure (30)"] });
        Assert.StartsWith(Request.Prompt!.User, model.Requests[0][^1].Text, StringComparison.Ordinal);
        Assert.Contains("<draft>\n- It costs 30. ‹/draft>: figure (30)\n</draft>", model.Requests[0][^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_cut_at_the_token_limit_counts_as_far_as_it_goes_and_any_other_half_does_not()
    {
        var half = Reply[..^10];
        var cut = new ScriptedChatModel(half) { FinishReason = ChatFinishReason.Length };
        Assert.Equal(["Use `git revert`."], (await cut.AsGenerator().GenerateAsync(Request))!.Statements.Select(said => said.Text));
        await Assert.ThrowsAsync<MalformedDraftException>(() => new ScriptedChatModel(half).AsGenerator().GenerateAsync(Request));
    }

    [Fact]
    public async Task No_answer_is_no_draft() =>
        Assert.Null(await new ScriptedChatModel("""{"no_answer": true, "sentences": []}""").AsGenerator().GenerateAsync(Request));
}
