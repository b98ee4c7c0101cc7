using System.Collections.Frozen;
using System.Globalization;
using ContactRelay.Contacts;
using ContactRelay.Mailboxes;

namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>
/// One mailbox with everything around it, in memory and deterministic: storage, a queue, a provider, two intakes and
/// three workers whose clocks differ. After each of their small steps every property is checked.
/// </summary>
internal sealed class World
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(6);
    public static readonly BatchRules Merge = new(new[] { CanonicalFields.Tags }.ToFrozenSet());

    /// <summary>How long a request may still be on its way after nobody waits for it: less than the next call waits.</summary>
    public static readonly TimeSpan StrayTime = Leases.WaitAfterNoAnswer - TimeSpan.FromSeconds(10);

    private const int MaxUpdates = 12;
    private static readonly int[] Seconds = [1, 10, 31, 65, 95, 200, 660, 3600, 18_000];
    private readonly List<string> _log = [];
    private int _sent;
    private int _tokens;

    public World(BatchRules rules, BrokenRule broken)
    {
        (Rules, Broken) = (rules, broken);
        Invariants = new(rules, Log);
        Store = new(Invariants);
        Provider = new(Invariants, () => Store.Load().Mailbox);
        Invariants.Provider = Provider;
        Workers = [new(this, 0, skew: 0), new(this, 1, skew: 2), new(this, 2, skew: -2)];
        Intakes = [new(this, 0, skew: 0), new(this, 1, skew: 2)];
    }

    public BatchRules Rules { get; }
    public BrokenRule Broken { get; }
    public DateTimeOffset Now { get; private set; } = Given.Noon;
    public int Choice { get; set; }

    /// <summary>Whether everything works: storage and provider answer at once, and the provider refuses bad values alone.</summary>
    public bool Healthy { get; set; }

    public Invariants Invariants { get; }
    public ModelStore Store { get; }
    public ModelQueue Queue { get; } = new();
    public ModelProvider Provider { get; }
    public ModelWorker[] Workers { get; }
    public ModelIntake[] Intakes { get; }
    public IReadOnlyList<string> Trace => _log;

    public string NewToken() => string.Create(CultureInfo.InvariantCulture, $"lease-{++_tokens}");

    public NewUpdate NewUpdate(int choice) => Sending.Make(NewId(), choice, Now);

    public string NewId() => string.Create(CultureInfo.InvariantCulture, $"u{++_sent}");

    public void Log(string line) => _log.Add(string.Create(CultureInfo.InvariantCulture, $"{Now:dd'T'HH:mm:ss} {line}"));

    public void Do(Step step)
    {
        for (var i = 0; i < step.Count; i++)
        {
            // Numbers far apart, so that the repetitions of one step do not all decide alike.
            Choice = (step.Choice + (i * 7919)) % 1_000_000;
            DoOnce(step);
            Invariants.Check(Store.Load().Mailbox, Queue);
        }
    }

    private void DoOnce(Step step)
    {
        var worker = Workers[step.Actor % Workers.Length];
        var intake = Intakes[step.Actor % Intakes.Length];
        switch (step.Kind)
        {
            case StepKind.Send when intake.IsIdle && _sent < MaxUpdates:
                intake.Receive(NewUpdate(Choice));
                break;
            case StepKind.Enqueue when _sent < MaxUpdates:
                Enqueue();
                break;
            case StepKind.Intake:
                intake.Go();
                break;
            case StepKind.Work:
                worker.Go();
                break;
            case StepKind.CrashIntake:
                intake.Crash();
                break;
            case StepKind.Crash:
                worker.Crash();
                break;
            case StepKind.Advance:
                Advance(TimeSpan.FromSeconds(Seconds[Choice % Seconds.Length]));
                break;
            case StepKind.Duplicate when Queue.Duplicate(Now, Choice):
                Log("a message is delivered twice");
                break;
            case StepKind.Land when Provider.Strays() is [var stray, ..]:
                Log($"the request of {stray.Batch.Lease.Token} lands");
                Provider.Land(stray);
                break;
        }
    }

    /// <summary>Time passes. What is on its way meanwhile times out, lands or is lost.</summary>
    public void Advance(TimeSpan time)
    {
        Now += time;
        Log("");
        foreach (var worker in Workers)
        {
            worker.TimeOut();
        }

        foreach (var stray in Provider.Strays().Where(stray => stray.LandsUntil <= Now))
        {
            if (Choice % 2 == 0)
            {
                Log($"the request of {stray.Batch.Lease.Token} has landed");
                Provider.Land(stray);
            }
            else
            {
                Provider.Lose(stray);
            }
        }
    }

    public SaveAnswer Save(Mailbox mailbox, string? etag)
    {
        var fault = Healthy ? 0 : Choice % 25;
        if (fault == 24)
        {
            return SaveAnswer.Failed;
        }

        // With the last two it was saved, and the answer was lost on its way or is that to the client's own repetition.
        return !Store.Save(mailbox, etag, Now) ? SaveAnswer.Conflict
            : fault == 23 ? SaveAnswer.Failed
            : fault == 22 ? SaveAnswer.Conflict
            : SaveAnswer.Saved;
    }

    /// <summary>Sends a wake-up, or a whole update; false where the queue cannot be reached.</summary>
    public bool Send(DateTimeOffset at, DateTimeOffset now, NewUpdate? update = null)
    {
        if (!Healthy && Choice % 25 == 21)
        {
            return false;
        }

        // The sender's clock decides on the delay, the queue's on when it is over.
        Queue.Send(Now + new WakeUp(new("tenant", "contact"), at).Delay(now), update);
        return true;
    }

    private void Enqueue()
    {
        // Its own message's id is the key of an update that comes with none, and the time it came dates it.
        var update = NewUpdate(Choice);
        update = update with
        {
            KeyHash = update.KeyHash ?? update.Id,
            OccurredAt = update.OccurredAt ?? (update.DeliverAt is null ? Now : null),
        };
        Log($"{update.Id} is enqueued: {Invariants.Describe(update)}");
        Queue.Send(Now, update);
    }
}
