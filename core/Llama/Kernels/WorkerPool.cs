namespace ChatBot.Llama.Kernels;

/// <summary>
/// A few threads that stay awake between the products of one token. A layer hands out five pieces of work some tens of microseconds long;
/// waking a sleeping thread costs as much, so workers spin briefly before they sleep. Chunks are claimed one by one: a worker that the
/// system
/// has put aside claims none, and nobody waits for it. Each begins with a stretch of its own, so that what it fetches ahead is what it
/// needs next.
/// </summary>
public sealed class WorkerPool : IDisposable
{
    private const int SpinsBeforeSleep = 3000; // about a tenth of a millisecond

    private readonly Lock _oneAtATime = new();
    private readonly object _gate = new();
    private readonly Thread[] _threads;
    private volatile Job? _current;
    private volatile bool _stopping;
    private int _sleeping;

    /// <summary>A pool that computes on <paramref name="workers"/> threads, the calling one among them; 0 means one per core.</summary>
    public WorkerPool(int workers = 0)
    {
        Workers = workers > 0 ? workers : Environment.ProcessorCount;
        _threads = new Thread[Workers - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            var slot = i + 1;
            _threads[i] = new Thread(() => Work(slot)) { IsBackground = true, Name = $"llama worker {slot}" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads that compute; worker numbers run from 0 (the caller) to this.</summary>
    public int Workers { get; }

    /// <summary>
    /// Runs <paramref name="work"/>(chunk, worker) for every chunk below <paramref name="chunks"/> and returns when all are done.
    /// </summary>
    /// <exception cref="AggregateException">Some chunk threw; the others still ran.</exception>
    public void Run(int chunks, Action<int, int> work)
    {
        if (chunks == 1 || _threads.Length == 0)
        {
            for (var chunk = 0; chunk < chunks; chunk++)
                work(chunk, 0);
            return;
        }
        lock (_oneAtATime)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            var job = new Job(chunks, Workers, work);
            _current = job;
            Interlocked.MemoryBarrier(); // the job is visible before 'sleeping' is read; see Next
            if (Volatile.Read(ref _sleeping) > 0)
                lock (_gate)
                    Monitor.PulseAll(_gate);
            job.Help(0);
            job.WaitUntilDone();
        }
    }

    public void Dispose()
    {
        lock (_oneAtATime)
        {
            if (_stopping)
                return;
            _stopping = true;
        }
        lock (_gate)
            Monitor.PulseAll(_gate);
        foreach (var thread in _threads)
            thread.Join();
    }

    private void Work(int slot)
    {
        Job? last = null;
        while (!_stopping)
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
            if (_current != last)
                return _current;
            Thread.SpinWait(8);
        }
        lock (_gate)
        {
            _sleeping++;
            Interlocked.MemoryBarrier(); // 'sleeping' is visible before 'current' is read; see Run
            while (_current == last && !_stopping)
                Monitor.Wait(_gate);
            _sleeping--;
            return _stopping ? null : _current;
        }
    }

    /// <summary>Chunks in one stretch for each worker, who claims the first of its own that is left, and then of the others'.</summary>
    private sealed class Job
    {
        private const int Apart = 16; // counters lie a cache line apart

        private readonly Action<int, int> _work;
        private readonly int _chunks;
        private readonly int _workers;
        private readonly int[] _next;
        private int _done;
        private Exception? _failure;

        public Job(int chunks, int workers, Action<int, int> work)
        {
            this._work = work;
            this._chunks = chunks;
            this._workers = workers;
            _next = new int[(workers + 1) * Apart];
            for (var stretch = 0; stretch < workers; stretch++)
                _next[(stretch + 1) * Apart] = First(stretch);
        }

        public void Help(int worker)
        {
            for (var other = 0; other < _workers; other++)
            {
                var stretch = (worker + other) % _workers;
                int chunk,
                    end = First(stretch + 1);
                while ((chunk = Interlocked.Increment(ref _next[(stretch + 1) * Apart]) - 1) < end)
                    Do(chunk, worker);
            }
        }

        public void WaitUntilDone()
        {
            var spinner = new SpinWait();
            while (Volatile.Read(ref _done) < _chunks)
                spinner.SpinOnce(sleep1Threshold: -1);
            if (_failure is not null)
                throw new AggregateException(_failure);
        }

        private int First(int stretch) => (int)((long)_chunks * stretch / _workers);

        private void Do(int chunk, int worker)
        {
            try
            {
                _work(chunk, worker);
            }
            catch (Exception e)
            {
                _failure = e;
            }
            Interlocked.Increment(ref _done);
        }
    }
}
