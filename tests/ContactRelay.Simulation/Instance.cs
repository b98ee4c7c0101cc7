using ContactRelay.Delivery;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Secrets;
using ContactRelay.Simulation.Core;
using ContactRelay.Simulation.Ports;
using ContactRelay.Simulation.Providers;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContactRelay.Simulation;

/// <summary>One process: the real services on simulated ports, with a clock of its own.</summary>
internal sealed class Instance
{
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
        var sender = new ProviderSender(new SimulatedClients(this), Time);
        var caller = new ProviderCaller(registry, new SecretCache(secrets, Time), sender, Time);
        var delivery = new MailboxDelivery(
            Mailboxes, wakeUps, deadLetters, Tenants, registry, caller, new ContactHash(secrets, Time), Time, world.IsInstant ? new NoJitter() : world.Random,
            NullLogger<MailboxDelivery>.Instance);
        Intake = new(Mailboxes, wakeUps, registry, Time);
        Cancellation = new(Mailboxes, Time);
        Handler = new(
            delivery, Intake, wakeUps, Mailboxes, queue, deadLetters, Tenants, Time, NullLogger<QueueMessageHandler>.Instance);
    }

    public World World { get; }

    public string Name { get; }

    public SimulatedTime Time { get; }

    public IMailboxStore Mailboxes { get; }

    public TenantDirectory Tenants { get; }

    public UpdateIntake Intake { get; }

    public UpdateCancellation Cancellation { get; }

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
    public Task<T> Ask<T>(PortKind kind, string what, MailboxKey? about, Func<T> effect) =>
        World.IsInstant && kind is PortKind.Tenant or PortKind.Secret
            ? Task.FromResult(effect())
            : new PortCall<T>(this, kind, what, about, effect) { Owner = this, Activity = World.Current }.Start(World);

    public void Die()
    {
        IsDead = true;
        foreach (var action in WhenDead)
        {
            action();
        }
    }

    private sealed class NoJitter : Random
    {
        public override double NextDouble() => 0.5;
    }
}
