using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Limits;
using ChatBot.TestKit.Knowledge;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Core.Tests.Knowledge.Reading.Fuzzing;

/// <summary>
/// Sound files of every kind, changed by chance: each ends in documents or in one line, within the limits. As long as
/// CHATBOT_TEST_FUZZ_SECONDS says; a failure names the seed that brings it back.
/// </summary>
public sealed class ReaderFuzzTests
{
    private static readonly int Seconds = int.TryParse(Environment.GetEnvironmentVariable("CHATBOT_TEST_FUZZ_SECONDS"), out var set)
        ? set
        : 10;

    private static readonly ReadingLimits Limits = ReadingLimits.Default with
    {
        Time = TimeSpan.FromMinutes(1),
        Grace = TimeSpan.Zero,
        Memory = 1 << 30,
        UnpackedAlways = 8 << 20,
    };

    private static readonly Gen<Mutation> Mutations = Gen.Select(
        Gen.Frequency(
            (3, Gen.Const(MutationKind.Flip)),
            (2, Gen.Const(MutationKind.Overwrite)),
            (2, Gen.Const(MutationKind.Remove)),
            (1, Gen.Const(MutationKind.Truncate)),
            (2, Gen.Const(MutationKind.Repeat)),
            (2, Gen.Const(MutationKind.Nest)),
            (2, Gen.Const(MutationKind.Splice)),
            (3, Gen.Const(MutationKind.Token))
        ),
        Gen.Double.Unit,
        Gen.Int[1, 60],
        Gen.Frequency((4, Gen.Int[1, 4]), (2, Gen.Int[5, 200]), (1, Gen.Int[1000, 10_000])),
        Gen.Int[0, 9999],
        Gen.Frequency((3, Gen.Const(true)), (1, Gen.Const(false))),
        (kind, at, length, times, other, inside) => new Mutation(kind, at, length, times, other, inside)
    );

    private static readonly Gen<(int Seed, List<Mutation> Changes)> Files = Gen.Select(
        Gen.Int[0, SeedFiles.All.Count - 1],
        Mutations.List[1, 5],
        (seed, changes) => (seed, changes)
    );

    [Fact]
    public async Task Every_changed_file_ends_in_documents_or_in_one_line_within_the_limits()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        var readers = knowledge.Services.GetRequiredService<DocumentReaders>();
        var read = 0;
        Files.Sample(
            file =>
            {
                var (name, bytes) = SeedFiles.All[file.Seed];
                if (Read(readers, name, file.Changes.Aggregate(bytes, (changed, mutation) => mutation.Of(changed))))
                    Interlocked.Increment(ref read);
            },
            time: Seconds,
            print: file => $"{SeedFiles.All[file.Seed].Name}: {string.Join("; ", file.Changes)}"
        );
        Assert.True(read > 20, $"only {read} changed files were read at all");
    }

    [Fact]
    public async Task Every_reader_has_a_sound_file_to_begin_with()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        var readers = knowledge.Services.GetRequiredService<DocumentReaders>();
        Assert.All(SeedFiles.All, seed => Assert.True(Read(readers, seed.Name, seed.Bytes), seed.Name));
        Assert.Equal(
            knowledge.Services.GetServices<IDocumentReader>().Select(reader => reader.GetType().Name).Order(),
            SeedFiles.All.Select(seed => readers.For(seed.Name)!.GetType().Name).Distinct().Order()
        );
    }

    /// <returns>Whether it gave documents; false where it was refused in one line.</returns>
    private static bool Read(DocumentReaders readers, string name, byte[] bytes)
    {
        using var reading = new LimitedReading(name, Limits, new LeftBehind(), CancellationToken.None);
        IEnumerator<SourceDocument>? documents = null;
        var given = 0;
        try
        {
            while (reading.StepAsync(Next).GetAwaiter().GetResult())
                given++;
            return given > 0;
        }
        catch (UnreadableDocumentException refused)
        {
            Assert.DoesNotContain('\n', refused.Message);
            // What no reader foresaw is survived by a run, but it is a fault of the reader's.
            Assert.False(refused.Message.StartsWith("could not be read (", StringComparison.Ordinal), $"{refused.InnerException}");
            Assert.False(refused.Message.StartsWith("takes longer", StringComparison.Ordinal), refused.Message);
            Assert.False(refused.Message.StartsWith("needs more", StringComparison.Ordinal), refused.Message);
            return false;
        }

        bool Next()
        {
            var content = new FileContent("/documents/" + name, name, bytes) { Limits = Limits };
            documents ??= readers.For(name)!.Read(content, _ => { }, reading.Cancel).GetEnumerator();
            if (!documents.MoveNext())
                return false;
            var document = SoundText.Of(documents.Current);
            _ = DocumentPreparation.HashOf(document, "");
            foreach (var chunk in DocumentPreparation.Prepare(document))
                Assert.DoesNotContain('\0', chunk.Chunk.Text);
            return true;
        }
    }
}
