namespace ChatBot.Models;

/// <summary>
/// A bounded number of places, and of those who wait for one. A free place goes to the person who holds the fewest, among equals to the one
/// who came, was served or gave a place back longest ago: fifty requests of one person wait for each other, not others for them.
/// </summary>
internal sealed class FairQueue(int places, int waitingPlaces)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Person> _people = [];
    private int _served;
    private int _waiting;
    private long _turns;

    /// <summary>Waits for a place, which is free again when the result is disposed.</summary>
    /// <param name="name">Who waits; empty for those who do not say.</param>
    /// <exception cref="ModelException"><see cref="ModelFault.Busy"/>: no place to wait, or it was given to somebody else.</exception>
    public async Task<IDisposable> EnterAsync(string name, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Person? person;
        LinkedListNode<TaskCompletionSource> place;
        lock (_lock)
        {
            if (!_people.TryGetValue(name, out person))
                _people.Add(name, person = new Person(name, ++_turns));
            if (_served < places)
                return Serve(person);
            if (_waiting >= waitingPlaces && !MakeRoomFor(person))
            {
                Forget(person);
                throw Busy();
            }
            place = person.Waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiting++;
        }
        await using (cancel.Register(() => Leave(person, place, cancel)))
            await place.Value.Task;
        return new Turn(this, person);
    }

    /// <summary>The last request of whoever has most waiting gives way to one of a person who has fewer.</summary>
    private bool MakeRoomFor(Person person)
    {
        var greediest = _people.Values.MaxBy(one => one.Waiting.Count)!;
        if (greediest.Waiting.Count <= person.Waiting.Count + 1)
            return false;
        var last = greediest.Waiting.Last!;
        greediest.Waiting.Remove(last);
        _waiting--;
        last.Value.SetException(Busy());
        return true;
    }

    private void Leave(Person person, LinkedListNode<TaskCompletionSource> place, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (place.List is null)
                return; // the turn has come, or the place was given up
            person.Waiting.Remove(place);
            _waiting--;
            Forget(person);
        }
        place.Value.SetCanceled(cancel);
    }

    private Turn Serve(Person person)
    {
        _served++;
        person.Served++;
        person.Since = ++_turns;
        return new Turn(this, person);
    }

    private void Return(Person person)
    {
        lock (_lock)
        {
            _served--;
            person.Served--;
            person.Since = ++_turns; // behind all who wait, as they are who come back after they were forgotten
            Forget(person);
            if (_waiting == 0)
                return;
            var next = _people.Values.Where(one => one.Waiting.Count > 0).MinBy(one => (one.Served, one.Since))!;
            var place = next.Waiting.First!;
            next.Waiting.RemoveFirst();
            _waiting--;
            Serve(next);
            place.Value.SetResult();
        }
    }

    private void Forget(Person person)
    {
        if (person is { Served: 0, Waiting.Count: 0 })
            _people.Remove(person.Name);
    }

    private ModelException Busy() =>
        new(ModelFault.Busy, $"The model is busy: {places} requests are underway, and {waitingPlaces} more wait already.");

    private sealed class Person(string name, long since)
    {
        public string Name { get; } = name;
        public LinkedList<TaskCompletionSource> Waiting { get; } = new();
        public int Served { get; set; }

        /// <summary>The turn at which this person came, was served or gave a place back, whichever was last.</summary>
        public long Since { get; set; } = since;
    }

    private sealed class Turn(FairQueue queue, Person person) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
                queue.Return(person);
        }
    }
}
