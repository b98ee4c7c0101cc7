using System.Diagnostics.Metrics;
using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Secrets;
using ContactRelay.Simulation.Core;
using ContactRelay.Simulation.Ports;
using ContactRelay.Simulation.Providers;
using ContactRelay.Telemetry;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContactRelay.Simulation;

/// <summary>One process: the real services on simulated ports, with a clock of its own.</summary>
internal sealed class Instance
{
    // One for all runs: nobody listens, and a meter stays for as long as the process.
    private static readonly RelayMetrics Metrics = new(new Meters());

    public Instance(World world, string name)
    {
        (World, Name) = (world, name);
        Time = new(world.Scheduler, this);
        var queue = new QueuePort(this);
        var deadLetters = new DeadLetterPort(this);
        var secrets = new SecretPort(this);
        var registry = SimulatedTenant.Registry;
        var wakeUps = new WakeUpSender(queue, Time);
        Mailboxes = new MailboxPort(this, wakeUps, Time);
        Tenants = new(new TenantPort(this), SimulatedTenant.Reader, Time, NullLogger<TenantDirectory>.Instance);
        Random random = world.IsInstant ? new NoJitter() : world.Random;
        var cache = new SecretCache(secrets, Time);
        var gatePort = new GatePort(this);
        var gateCache = new GateCache(gatePort, Time, NullLogger<GateCache>.Instance);
        var index = new MailboxIndexPort(this);
        var held = new HeldUpdates(index, wakeUps, Time);
        var holds = new TenantHolds(gateCache, gatePort, cache, held, Time, random, NullLogger<TenantHolds>.Instance);
        var gates = new TenantGates(gateCache, new(gateCache, Time), holds, held, Time, random, NullLogger<TenantGates>.Instance);
        var caller = new ProviderCaller(registry, cache, new ProviderSender(new SimulatedHandlers(this), Time), Metrics, Time);
        var contactHash = new ContactHash(secrets, Time, NullLogger<ContactHash>.Instance);
        var outcomes = new OutcomeRecorder(Metrics, contactHash, NullLogger<OutcomeRecorder>.Instance);
        var batches = new BatchDelivery(Mailboxes, wakeUps, deadLetters, registry, caller, outcomes, Time, random);
        var delivery = new MailboxDelivery(
            Mailboxes, wakeUps, deadLetters, Tenants, registry, gates, batches, outcomes, Time, NullLogger<MailboxDelivery>.Instance);
        DeadLetters = deadLetters;
        var saving = new MailboxSaving(Mailboxes, wakeUps);
        Intake = new(Mailboxes, saving, gates, registry, outcomes, Time);
        Cancellation = new(Mailboxes, outcomes, Time);
        Desk = new(deadLetters, Mailboxes, saving, gates, registry, outcomes, Time);
        Erasure = new(Mailboxes, deadLetters, new NoActivity(), Metrics, Time);
        Overdue = new(index, Mailboxes, wakeUps, gateCache, Time, NullLogger<OverdueWakeUps>.Instance);
        Handler = new(
            delivery,
            Intake,
            wakeUps,
            Mailboxes,
            queue,
            new(deadLetters, Tenants, contactHash, Time, NullLogger<QueueDeadLetters>.Instance),
            Tenants,
            Time,
            NullLogger<QueueMessageHandler>.Instance);
    }

    public World World { get; }

    public string Name { get; }

    public SimulatedTime Time { get; }

    public IMailboxStore Mailboxes { get; }

    public TenantDirectory Tenants { get; }

    public UpdateIntake Intake { get; }

    public UpdateCancellation Cancellation { get; }

    public DeadLetterDesk Desk { get; }

    public ContactErasure Erasure { get; }

    public OverdueWakeUps Overdue { get; }

    public IDeadLetterStore DeadLetters { get; }

    public QueueMessageHandler Handler { get; }

    /// <summary>Whether it died: nothing of it ever goes on.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Until when it stands still.</summary>
    public long PausedUntil { get; set; }

    /// <summary>The ETag of what it saved last and has not recalled since.</summary>
    public string? Remembers { get; set; }

    /// <summary>What happens to others when it dies.</summary>
    public List<Action> WhenDead { get; } = [];

    /// <summary>
    /// Asks something of the world outside. Where nothing takes time, tenants and keys, which every process soon has in
    /// its memory, are simply there.
    /// </summary>
    public Task<T> Ask<T>(PortKind kind, string what, MailboxKey? about, Func<T> effect, CancellationToken cancellationToken = default) =>
        World.IsInstant && kind is PortKind.Tenant or PortKind.Secret
            ? Task.FromResult(effect())
            : new PortCall<T>(this, kind, what, about, effect, cancellationToken) { Owner = this, Activity = World.Current }.Start(World);

    public void Die()
    {
        IsDead = true;
        foreach (var action in WhenDead)
        {
            action();
        }
    }

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
            // The meter lives as long as the process.
        }
    }

    private sealed class NoJitter : Random
    {
        public override double NextDouble() => 0.5;
    }
}
