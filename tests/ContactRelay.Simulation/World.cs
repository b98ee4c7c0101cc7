using System.Globalization;
using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Checks;
using ContactRelay.Simulation.Core;
using ContactRelay.Simulation.Ports;
using ContactRelay.Simulation.Providers;
using ContactRelay.Simulation.Workload;

namespace ContactRelay.Simulation;

/// <summary>
/// Everything that there is in one run: the processes with the real delivery code, and around them a clock, a storage,
/// a queue and providers. All of it happens on one thread, one step after the other, and is decided by the seed.
/// </summary>
internal sealed partial class World
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<Instance> _instances = [];
    private readonly MessageHost _host;
    private readonly List<Activity> _activities = [];
    private readonly Func<int, int> _choose;
    private Exception? _failure;

    public World(WorldSettings settings)
    {
        (Random, Faults, Scheduler, Tenants) = (settings.Random, settings.Faults, settings.Scheduler, settings.Tenants);
        (MaxOffset, MaxAge, IsInstant) = (settings.MaxOffset, settings.MaxAge, settings.IsInstant);
        _choose = settings.Choose ?? Random.Next;
        Trace = new(Scheduler, settings.IsReadable);
        Storage = new(this, settings.IsEmbedded);
        (Queue, Provider, SaveChecks, CallChecks, Promptness) = (new(this), new(this), new(this), new(this), new(this));
        _host = new(this);
        Queue.Deliver = _host.Deliver;
        foreach (var tenant in Tenants)
        {
            Storage.Tenants[tenant.Id] = new(tenant.Document, "1", new());
        }

        for (var i = 0; i < settings.Instances; i++)
        {
            Begin("p" + Text(i));
        }
    }

    public SeededRandom Random { get; }

    public Faults Faults { get; }

    public Scheduler Scheduler { get; }

    public Trace Trace { get; }

    public SimulatedStorage Storage { get; }

    public MessageQueue Queue { get; }

    public ProviderWorld Provider { get; }

    public SentUpdates Ledger { get; } = new();

    public SaveChecks SaveChecks { get; }

    public CallChecks CallChecks { get; }

    public Promptness Promptness { get; }

    /// <summary>The contacts that somebody has asked to erase.</summary>
    public HashSet<MailboxKey> Erasing { get; } = [];

    public IReadOnlyList<SimulatedTenant> Tenants { get; }

    /// <summary>The most that a process's clock may be wrong by, in milliseconds.</summary>
    public int MaxOffset { get; }

    /// <summary>How long an update is tried.</summary>
    public TimeSpan MaxAge { get; }

    /// <summary>Whether nothing takes time by itself.</summary>
    public bool IsInstant { get; }

    /// <summary>Since when everything works, in milliseconds; null as long as faults may happen.</summary>
    public long? HealthySince { get; private set; }

    /// <summary>On whose behalf the present step happens.</summary>
    public Activity? Current { get; private set; }

    public IReadOnlyList<Instance> Instances => _instances;

    /// <summary>What has been begun and is not through.</summary>
    public IReadOnlyList<Activity> Activities => _activities;

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    public void Require(bool holds, string promise)
    {
        if (!holds)
        {
            _failure ??= new BrokenPromiseException(promise);
            throw _failure;
        }
    }

    /// <summary>Nothing may leave the one thread, or the run is not decided by its seed any more.</summary>
    public void CheckThread() => Require(Environment.CurrentManagedThreadId == _thread, "The code has left the simulation's thread.");

    /// <summary>Some time of at most this many milliseconds, or none where nothing takes time.</summary>
    public long Latency(int longest) => IsInstant || longest <= 0 ? 0 : Random.Next(longest);

    /// <summary>A time of at most this many milliseconds; where nothing takes time, none or all of it.</summary>
    public long Sometime(int longest) => IsInstant ? longest * _choose(2) : Random.Next(longest);

    public void Schedule(Step step, int longest) => Scheduler.Add(step, Latency(longest));

    /// <summary>A process that takes work; null where none does.</summary>
    public Instance? AnyInstance()
    {
        var ready = _instances.Where(instance => instance.PausedUntil <= Scheduler.Now).ToList();
        return ready.Count == 0 ? null : ready[_choose(ready.Count)];
    }

    /// <summary>Something that ends when whoever asked for it goes away, which may be at any step of it.</summary>
    public CancellationToken Presence()
    {
        if (IsInstant || !Faults.Happens(FaultKind.CallerGoesAway))
        {
            return CancellationToken.None;
        }

        var presence = new CancellationTokenSource();
        Scheduler.Add(new ActionStep(presence.Cancel), Random.Next(120));
        return presence.Token;
    }

    /// <summary>A process begins something, which goes on until it waits for the world outside.</summary>
    public void Start(Instance instance, string name, Func<Task> work, (Message Message, int Receipt)? handles = null)
    {
        var activity = new Activity(this, instance, name) { Handles = handles };
        _activities.Add(activity);
        activity.Post(_ => _ = RunAsync(activity, work), null);
    }

    /// <summary>An activity goes on, within the present step.</summary>
    public void GoOn(Activity activity, SendOrPostCallback callback, object? state) => _goingOn.Enqueue((activity, callback, state));

    public void Heal()
    {
        Faults.IsOver = true;
        HealthySince = Scheduler.Now;
        Trace.Add("world", "is in order from now on", null);
    }

    public void MayPause(Instance instance)
    {
        if (Faults.Happens(FaultKind.PausePastLease))
        {
            instance.PausedUntil = Scheduler.Now + 95_000 + Latency(120_000);
            Trace.Add(instance.Name, "stands still", null);
        }
    }

    public void MayJump(Instance instance)
    {
        if (MaxOffset > 0 && Faults.Happens(FaultKind.ClockJump))
        {
            instance.Time.Offset = Random.Next(-MaxOffset, MaxOffset + 1);
            Trace.Add(instance.Name, "has its clock jump", null, null, instance.Time.Offset);
        }
    }
}
