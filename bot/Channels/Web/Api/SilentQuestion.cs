using ChatBot.Bot.Hosting;
using ChatBot.Bot.Hosting.Indexing;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary>A question that nobody asked, from the door to the written response; nobody gets it and nothing of it stays.</summary>
internal sealed class SilentQuestion(OwnRequests requests) : IWarmUp
{
    /// <exception cref="HttpRequestException">It was not answered; the first person's may not be either.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        var status = await requests.PostAsync(AskEndpoint.Address, new AskRequest("How do I warm up?"), cancel);
        if (status != StatusCodes.Status200OK)
            throw new HttpRequestException($"{AskEndpoint.Address} said {status} to the program's own question.");
    }
}
