using ChatBot.Answering.Guarding;
using ChatBot.Answering.Guarding.Suggesting;
using ChatBot.Bot.Hosting;
using ChatBot.Bot.Hosting.Indexing;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary>Questions that nobody asked, from the door to the written response; nobody gets it and nothing of them stays.</summary>
internal sealed class SilentQuestion(OwnRequests requests, TopicSource topic) : IWarmUp
{
    /// <summary>The first makes nearly all that a first answer makes, others what its kind of answer did not need.</summary>
    private const int Examples = 3;

    public Task WhileReadingAsync(CancellationToken cancel) => AskAsync("How do I warm up?", cancel);

    public async Task OnceReadAsync(CancellationToken cancel)
    {
        foreach (var example in TopicSuggestion.Spread([.. topic.Topic?.InScope ?? []], Examples))
            await AskAsync(example, cancel);
        await requests.KnockAsync(AskEndpoint.Address, cancel);
    }

    /// <exception cref="HttpRequestException">It was not answered; the first person's may not be either.</exception>
    private async Task AskAsync(string question, CancellationToken cancel)
    {
        var status = await requests.PostAsync(AskEndpoint.Address, new AskRequest(question), cancel);
        if (status != StatusCodes.Status200OK)
            throw new HttpRequestException($"{AskEndpoint.Address} said {status} to the program's own question.");
    }
}
