using ChatBot.Answering.Generation;
using ChatBot.Answering.Prompting;
using ChatBot.Language;
using Microsoft.Extensions.AI;

namespace ChatBot.Core.Tests.Answering.Generation;

public sealed class ChatModelGeneratorTests
{
    private static readonly GenerationRequest Request = new(
        QuestionReading.Of("How do I undo a commit?"),
        new Prompt(
            "v1",
            "Answer from the sources.",
            [new PromptExample("What is a tag?", "A name for a commit [1].")],
            "<source number=\"1\">…</source>"
        ),
        [],
        MaxWords: 100
    );

    private static ChatModelGenerator Over(ScriptedModel model, TimeSpan? timeout = null) =>
        new(model, "llama", "tiny", timeout ?? TimeSpan.FromSeconds(30), TimeProvider.System);

    [Fact]
    public async Task Instructions_come_first_then_examples_as_turns_then_the_sources()
    {
        var model = new ScriptedModel("Use git revert [1].");
        var draft = await Over(model).GenerateAsync(Request);
        Assert.Equal(new Draft("Use git revert [1].", "llama", "tiny"), draft);
        Assert.Equal(
            [
                (ChatRole.System, "Answer from the sources."),
                (ChatRole.User, "What is a tag?"),
                (ChatRole.Assistant, "A name for a commit [1]."),
                (ChatRole.User, Request.Prompt.User),
            ],
            model.Messages.Select(message => (message.Role, message.Text))
        );
        Assert.Equal((0f, 400), (model.Options!.Temperature, model.Options.MaxOutputTokens));
    }

    [Fact]
    public async Task A_retry_tells_the_model_what_was_wrong_behind_an_unchanged_beginning()
    {
        var model = new ScriptedModel("x");
        await Over(model).GenerateAsync(Request with { Retry = "grounded" });
        Assert.StartsWith(Request.Prompt.User, model.Messages[^1].Text, StringComparison.Ordinal);
        Assert.Contains("refused (grounded)", model.Messages[^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NO_ANSWER")]
    [InlineData("  NO_ANSWER.\n")]
    [InlineData("The sources do not say. NO_ANSWER")]
    [InlineData("<think>Hm. NO idea")]
    [InlineData(" \n")]
    public async Task No_answer_is_no_draft(string reply) => Assert.Null(await Over(new ScriptedModel(reply)).GenerateAsync(Request));

    [Fact]
    public async Task What_a_model_says_to_itself_is_not_the_answer()
    {
        var draft = await Over(new ScriptedModel("<think>Perhaps [2]?\n</think>\n\nUse git revert [1].")).GenerateAsync(Request);
        Assert.Equal("Use git revert [1].", draft!.Text);
    }

    [Fact]
    public async Task A_model_that_takes_too_long_is_a_timeout_and_a_person_who_leaves_is_a_cancellation()
    {
        await Assert.ThrowsAsync<TimeoutException>(() =>
            Over(new ScriptedModel(null), TimeSpan.FromMilliseconds(20)).GenerateAsync(Request)
        );
        using var leaving = new CancellationTokenSource();
        var waiting = Over(new ScriptedModel(null)).GenerateAsync(Request, leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    /// <summary>Replies one text, or never.</summary>
    private sealed class ScriptedModel(string? reply) : IChatClient
    {
        public IReadOnlyList<ChatMessage> Messages { get; private set; } = [];

        public ChatOptions? Options { get; private set; }

        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            (Messages, Options) = ([.. messages], options);
            if (reply is null)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, reply));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        ) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
