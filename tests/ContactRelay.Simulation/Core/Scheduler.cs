namespace ContactRelay.Simulation.Core;

/// <summary>
/// What happens next, and when. Time moves only here: to the next step, whenever nothing is left to do before it. Where
/// a choice is given it decides among all that could happen now; else they happen in the order of their times.
/// </summary>
internal sealed class Scheduler(Func<int, int>? choose = null)
{
    private const int SequenceBits = 22;

    private readonly PriorityQueue<Step, long> _steps = new();
    private readonly List<Step> _ready = [];
    private long _sequence;

    /// <summary>Milliseconds since the run began.</summary>
    public long Now { get; private set; }

    /// <summary>All steps that are still to happen.</summary>
    public IEnumerable<Step> Waiting => _steps.UnorderedItems.Select(item => item.Element).Concat(_ready)
        .Where(step => !step.IsCancelled && step.Owner is not { IsDead: true });

    public void Add(Step step, long delay)
    {
        step.At = Now + Math.Max(0, delay);
        Enqueue(step);
    }

    /// <summary>Takes the next step and moves the time to it; null where nothing will ever happen again.</summary>
    public Step? Next()
    {
        if (choose is not null)
        {
            return Choose(choose);
        }

        return TakeEarliest(long.MaxValue);
    }

    private Step? Choose(Func<int, int> choose)
    {
        // What has become ready may have lost its process since, or have to wait for it.
        foreach (var step in _ready)
        {
            Enqueue(step);
        }

        _ready.Clear();
        while (TakeEarliest(_ready.Count == 0 ? long.MaxValue : Now) is { } step)
        {
            _ready.Add(step);
        }

        if (_ready.Count == 0)
        {
            return null;
        }

        var chosen = _ready.Find(step => step.IsUnseen) ?? _ready[choose(_ready.Count)];
        _ready.Remove(chosen);
        return chosen;
    }

    private Step? TakeEarliest(long latest)
    {
        while (_steps.TryPeek(out var step, out var priority) && priority >> SequenceBits <= latest)
        {
            _steps.Dequeue();
            if (step.IsCancelled || step.Owner is { IsDead: true })
            {
                continue;
            }

            if (step.Owner is { } owner && owner.PausedUntil > Math.Max(Now, step.At))
            {
                step.At = owner.PausedUntil;
                Enqueue(step);
                continue;
            }

            Now = Math.Max(Now, step.At);
            return step;
        }

        return null;
    }

    private void Enqueue(Step step) => _steps.Enqueue(step, (step.At << SequenceBits) | _sequence++);
}
