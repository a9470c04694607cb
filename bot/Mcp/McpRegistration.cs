using ChatBot.Bot.Access;
using ChatBot.Bot.Hosting.Limits;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;

namespace ChatBot.Bot.Mcp;

/// <summary>
/// <c>/mcp</c>: asking and searching as tools of the Model Context Protocol (modelcontextprotocol.io), for other assistants.
/// </summary>
public static class McpRegistration
{
    public const string Address = "/mcp";

    public static IServiceCollection AddMcp(this IServiceCollection services)
    {
        services
            .AddMcpServer(server =>
            {
                server.ServerInfo = new Implementation
                {
                    Name = "chatbot",
                    Title = "ChatBot",
                    Version = typeof(McpRegistration).Assembly.GetName().Version!.ToString(3),
                };
                server.ServerInstructions =
                    "Answers from the company's own documents. Show an answer as it is, with its sources: it was checked against them.";
            })
            // Nothing is remembered between two calls, so any instance can take the next one.
            .WithHttpTransport(transport => transport.SessionMode = HttpServerSessionMode.Stateless)
            .WithTools<AssistantTools>(WireJson.Options);
        return services;
    }

    public static void MapMcp(this WebApplication app) =>
        app.MapMcp(Address).RequireAuthorization(Doors.Asking).RequireRateLimiting(LimitsRegistration.People);
}
