using ChatBot.Models.Llama;
using ChatBot.TestKit.Llama;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatBot.Core.Tests.Models.Llama;

public sealed class NativeLogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("log");

    public void Dispose()
    {
        NativeLog.Use(NullLogger.Instance);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_log_that_throws_does_not_end_the_process()
    {
        var log = new Throwing();
        NativeLog.Use(log);
        await using var engine = LlamaEngine.Open(
            TinyChatModel.Save(Path.Combine(_folder.FullName, "tiny.gguf")),
            new LlamaModelOptions { Threads = 1, Context = 256 }
        );
        Assert.NotEqual(0, log.Lines);
        Assert.NotEmpty((await new LlamaChatClient(engine).GetResponseAsync([new(Microsoft.Extensions.AI.ChatRole.User, "Hello?")])).Text);
    }

    private sealed class Throwing : ILogger
    {
        public int Lines { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            Lines++;
            throw new IOException("The disk is full.");
        }
    }
}
