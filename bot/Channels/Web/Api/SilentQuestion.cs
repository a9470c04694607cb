using ChatBot.Bot.Hosting;
using ChatBot.Bot.Hosting.Indexing;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary>A question that nobody asked, from the door to the written response; nobody gets it and nothing of it stays.</summary>
internal sealed class SilentQuestion(OwnRequests requests) : IWarmUp
{
    public Task RunAsync(CancellationToken cancel) => requests.PostAsync(AskEndpoint.Address, new AskRequest("How do I warm up?"), cancel);
}
