using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Secrets;
using ContactRelay.Tenants;
using ContactRelay.Tests.Providers;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Tests.Delivery.Gates;

/// <summary>An instance's gates, whose clock stands; others may have the same store.</summary>
internal sealed class GatesUnderTest : ISecretReader, IDisposable
{
    public const string Id = "acme";

    private readonly LoggerFactory _loggers;

    public GatesUnderTest(GatesUnderTest? other = null)
    {
        (Time, Store) = other is null ? (new(), new()) : (other.Time, other.Store);
        _loggers = new([Log]);
        Cache = new(Store, Time, new Logger<GateCache>(_loggers));
        var held = new HeldUpdates(Index, new WakeUpSender(Index, Time), Time);
        Holds = new(Cache, Store, new SecretCache(this, Time), held, Time, Random, new Logger<TenantHolds>(_loggers));
        Gates = new(Cache, new SlotBook(Cache, Time), Holds, held, Time, Random, new Logger<TenantGates>(_loggers));
    }

    public ManualTime Time { get; }

    public GatesInMemory Store { get; }

    public CapturedLog Log { get; } = new();

    public Fixed Random { get; } = new();

    /// <summary>What waits, and what was woken of it.</summary>
    public WaitingContacts Index { get; } = new();

    public GateCache Cache { get; }

    public TenantHolds Holds { get; }

    public TenantGates Gates { get; }

    public SecretReading Secret { get; set; } = SecretReading.Found("acme-key", "key-1", "v1");

    public DateTimeOffset Now => Time.GetUtcNow();

    public static Tenant Tenant(int? perSecond = null, int? concurrency = null) =>
        TenantBuilder.Kulea().Build() with { Limits = new() { RequestsPerSecond = perSecond, Concurrency = concurrency } };

    /// <summary>What came of a call that began now.</summary>
    public SettleReport Report(DeliveryOutcome outcome, string? secretVersion = null) =>
        new(outcome, new Attempt(Now, outcome.Word), ContactFields.Empty) { SecretVersion = secretVersion };

    public Hold? Stored() => Store.Of(Id).Hold;

    public Task<SecretReading> ReadAsync(string name, CancellationToken cancellationToken) => Task.FromResult(Secret);

    public void Dispose() => _loggers.Dispose();

    internal sealed class Fixed : Random
    {
        public double Value { get; set; } = 0.5;

        protected override double Sample() => Value;

        public override double NextDouble() => Value;
    }
}
