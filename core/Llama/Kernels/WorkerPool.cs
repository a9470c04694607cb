namespace ChatBot.Llama.Kernels;

/// <summary>
/// A few threads that stay awake between the products of one token. A layer hands out five pieces of work some tens of microseconds long;
/// waking a sleeping thread costs as much, so workers spin briefly before they sleep. Chunks are claimed one by one: a worker that the system
/// has put aside claims none, and nobody waits for it. Each begins with a stretch of its own, so that what it fetches ahead is what it needs next.
/// </summary>
public sealed class WorkerPool : IDisposable
{
    private const int SpinsBeforeSleep = 3000; // about a tenth of a millisecond

    private readonly Lock oneAtATime = new();
    private readonly object gate = new();
    private readonly Thread[] threads;
    private volatile Job? current;
    private volatile bool stopping;
    private int sleeping;

    /// <summary>A pool that computes on <paramref name="workers"/> threads, the calling one among them; 0 means one per core.</summary>
    public WorkerPool(int workers = 0)
    {
        Workers = workers > 0 ? workers : Environment.ProcessorCount;
        threads = new Thread[Workers - 1];
        for (var i = 0; i < threads.Length; i++)
        {
            var slot = i + 1;
            threads[i] = new Thread(() => Work(slot)) { IsBackground = true, Name = $"llama worker {slot}" };
            threads[i].Start();
        }
    }

    /// <summary>Threads that compute; worker numbers run from 0 (the caller) to this.</summary>
    public int Workers { get; }

    /// <summary>Runs <paramref name="work"/>(chunk, worker) for every chunk below <paramref name="chunks"/> and returns when all are done.</summary>
    /// <exception cref="AggregateException">Some chunk threw; the others still ran.</exception>
    public void Run(int chunks, Action<int, int> work)
    {
        if (chunks == 1 || threads.Length == 0)
        {
            for (var chunk = 0; chunk < chunks; chunk++)
                work(chunk, 0);
            return;
        }
        lock (oneAtATime)
        {
            ObjectDisposedException.ThrowIf(stopping, this);
            var job = new Job(chunks, Workers, work);
            current = job;
            Interlocked.MemoryBarrier(); // the job is visible before 'sleeping' is read; see Next
            if (Volatile.Read(ref sleeping) > 0)
                lock (gate)
                    Monitor.PulseAll(gate);
            job.Help(0);
            job.WaitUntilDone();
        }
    }

    public void Dispose()
    {
        lock (oneAtATime)
        {
            if (stopping)
                return;
            stopping = true;
        }
        lock (gate)
            Monitor.PulseAll(gate);
        foreach (var thread in threads)
            thread.Join();
    }

    private void Work(int slot)
    {
        Job? last = null;
        while (!stopping)
            if (Next(last) is { } job)
            {
                job.Help(slot);
                last = job;
            }
    }

    private Job? Next(Job? last)
    {
        for (var spin = 0; spin < SpinsBeforeSleep; spin++)
        {
            if (current != last)
                return current;
            Thread.SpinWait(8);
        }
        lock (gate)
        {
            sleeping++;
            Interlocked.MemoryBarrier(); // 'sleeping' is visible before 'current' is read; see Run
            while (current == last && !stopping)
                Monitor.Wait(gate);
            sleeping--;
            return stopping ? null : current;
        }
    }

    /// <summary>Chunks in one stretch for each worker, who claims the first of its own that is left, and then of the others'.</summary>
    private sealed class Job
    {
        private const int Apart = 16; // counters lie a cache line apart

        private readonly Action<int, int> work;
        private readonly int chunks;
        private readonly int workers;
        private readonly int[] next;
        private int done;
        private Exception? failure;

        public Job(int chunks, int workers, Action<int, int> work)
        {
            this.work = work;
            this.chunks = chunks;
            this.workers = workers;
            next = new int[(workers + 1) * Apart];
            for (var stretch = 0; stretch < workers; stretch++)
                next[(stretch + 1) * Apart] = First(stretch);
        }

        public void Help(int worker)
        {
            for (var other = 0; other < workers; other++)
            {
                var stretch = (worker + other) % workers;
                int chunk, end = First(stretch + 1);
                while ((chunk = Interlocked.Increment(ref next[(stretch + 1) * Apart]) - 1) < end)
                    Do(chunk, worker);
            }
        }

        public void WaitUntilDone()
        {
            var spinner = new SpinWait();
            while (Volatile.Read(ref done) < chunks)
                spinner.SpinOnce(sleep1Threshold: -1);
            if (failure is not null)
                throw new AggregateException(failure);
        }

        private int First(int stretch) => (int)((long)chunks * stretch / workers);

        private void Do(int chunk, int worker)
        {
            try
            {
                work(chunk, worker);
            }
            catch (Exception e)
            {
                failure = e;
            }
            Interlocked.Increment(ref done);
        }
    }
}
