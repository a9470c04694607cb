using ChatBot.Knowledge.Records.Importing.Running;
using ChatBot.Knowledge.Records.Importing.Tables;

namespace ChatBot.Core.Tests.Knowledge.Records.Importing;

public sealed class ResumeTests
{
    [Fact]
    public async Task An_import_that_was_cancelled_goes_on_where_it_was()
    {
        await using var driver = await ImportDriver.StartAsync();
        var text = ImportDriver.Requests(1, 4500, i => $"Mail of user{i}@example.org fails");
        var lines = text.Split('\n');
        (lines[500], lines[3500]) = ("no,cells", "no,cells"); // a row of each half is rejected
        var request = new TableRequest { Path = driver.Write("requests.csv", string.Join('\n', lines)) };
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            driver.ImportAsync(request, progress: new After(2000, cancel), cancel: cancel.Token)
        );
        Assert.InRange((await driver.RowsAsync()).Count, 1990, 2000);

        var steps = new After(int.MaxValue, cancel);
        var report = await driver.ImportAsync(request, progress: steps);
        Assert.Equal(3000, steps.First);
        Assert.Equal((4500, 4498, 2, 0), (report.Read, report.Added, report.Rejected, report.Removed));
        Assert.Equal([501, 3501], ImportDriver.Rejected(report).Select(line => line.GetProperty("line").GetInt32()));
        Assert.Equal(4498, report.Columns.Single(column => column.Name == "title").Redacted["email"]);
        Assert.Equal(4498, (await driver.RowsAsync()).Count);
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_is_imported_from_its_beginning()
    {
        await using var driver = await ImportDriver.StartAsync();
        var request = new TableRequest { Path = driver.Write("requests.csv", ImportDriver.Requests(1, 3000)) };
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            driver.ImportAsync(request, progress: new After(1000, cancel), cancel: cancel.Token)
        );
        driver.Write("requests.csv", ImportDriver.Requests(2, 3000));
        var report = await driver.ImportAsync(request);
        Assert.Equal((3000, 2001, 999, 1), (report.Read, report.Added, report.Unchanged, report.Removed));
        Assert.Equal(3000, (await driver.RowsAsync()).Count);
    }

    [Fact]
    public async Task A_table_is_imported_by_one_process_at_a_time()
    {
        await using var driver = await ImportDriver.StartAsync();
        var request = new TableRequest { Path = driver.Write("requests.csv", ImportDriver.Requests(1, 1500)) };
        Task? second = null;
        await driver.ImportAsync(request, progress: new Once(() => second = driver.ImportAsync(request)));
        await Assert.ThrowsAsync<ChatBot.Knowledge.Reading.UnreadableDocumentException>(() => second!);
        Assert.Equal(1500, (await driver.RowsAsync()).Count);
    }

    private sealed class After(long rows, CancellationTokenSource cancel) : IProgress<RecordProgress>
    {
        public long First { get; private set; }

        public void Report(RecordProgress value)
        {
            First = First == 0 ? value.Rows : First;
            if (value.Rows >= rows)
                cancel.Cancel();
        }
    }

    private sealed class Once(Action act) : IProgress<RecordProgress>
    {
        private bool _done;

        public void Report(RecordProgress value)
        {
            if (!_done)
                act();
            _done = true;
        }
    }
}
