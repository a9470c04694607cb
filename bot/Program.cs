using ChatBot.Answering;
using ChatBot.Answering.Corrections;
using ChatBot.Bot.Access;
using ChatBot.Bot.Admin;
using ChatBot.Bot.Admin.Api;
using ChatBot.Bot.Admin.Pages;
using ChatBot.Bot.Channels.Slack;
using ChatBot.Bot.Channels.Teams;
using ChatBot.Bot.Channels.Web;
using ChatBot.Bot.Channels.Web.Api;
using ChatBot.Bot.Channels.Webhook;
using ChatBot.Bot.Commands;
using ChatBot.Bot.Documents;
using ChatBot.Bot.Hosting;
using ChatBot.Bot.Hosting.Indexing;
using ChatBot.Bot.Hosting.Readiness;
using ChatBot.Bot.Mcp;
using ChatBot.Bot.Turns;
using ChatBot.Interactions;
using ChatBot.Knowledge;
using ChatBot.Learning;
using ChatBot.Models;
using ChatBot.Privacy;
using ChatBot.Storage;

namespace ChatBot.Bot;

/// <summary>The table of contents: every room of the house, one line each.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) => CommandLine.RunAsync(args, Console.Out, Console.Error);

    /// <summary>What every command has: the core.</summary>
    internal static void AddCore(IServiceCollection services, IConfiguration settings) =>
        services
            .AddStorage(settings)
            .AddPrivacy(settings)
            .AddKnowledge(settings)
            .AddAnswering(settings)
            .AddCorrections(settings)
            .AddModels(settings)
            .AddInteractions()
            .AddLearning(settings)
            .AddSample();

    /// <summary>What <c>serve</c> has besides: the doors.</summary>
    internal static void AddDoors(IServiceCollection services, IConfiguration settings) =>
        services
            .AddHosting(settings)
            .AddAccess(settings)
            .AddAdminPages()
            .AddIndexing()
            .AddDocuments()
            .AddTurns(settings)
            .AddTeams(settings)
            .AddSlack(settings)
            .AddWebhook(settings)
            .AddApi()
            .AddMcp()
            .AddLearningApi();

    /// <summary>The ways in.</summary>
    internal static void MapDoors(WebApplication app)
    {
        app.UseHosting();
        app.UseAccess();
        app.MapHealth();
        app.MapWebChat();
        app.MapDocuments();
        app.MapApi();
        app.MapMcp();
        app.MapTeams();
        app.MapSlack();
        app.MapAdmin();
        app.MapAdminPages();
        app.MapLearningApi();
    }
}
