using System.Collections.Concurrent;
using System.Text;
using ContactRelay.Secrets;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Intake.Hooks;

/// <summary>
/// The keys of hooks. Whoever sends wrong signatures must not have the vault read each time, nor a secret that is
/// missing; so what was read, or was not there, counts for a minute.
/// </summary>
public sealed partial class HookSecrets(SecretCache secrets, TimeProvider time, ILogger<HookSecrets> logger)
{
    private const int MaxPretended = 10_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KeptWhenAway = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan KeptByCache = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan JustNow = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Tenant, string Hook), Entry> _entries = new();
    private readonly ConcurrentDictionary<(HookName Name, bool HasKey), DateTimeOffset> _pretended = new();

    // How long the vault took to be read afresh, as seen last.
    private long _lastReadTicks;

    /// <summary>The hook's keys, none if none can be read; and whether they were read from the vault just now.</summary>
    internal async Task<(IReadOnlyList<byte[]> Keys, bool IsFresh)> GetAsync(Tenant tenant, Hook hook, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_entries.TryGetValue((tenant.Id, hook.Name), out var entry) && entry.IsOf(hook) && now - entry.At < entry.Lifetime)
        {
            return (entry.Keys, false);
        }

        // A first request would otherwise have the vault read twice, once to know the keys and once more to see whether
        // they were rotated; that takes longer than a hook takes that there is not.
        var isCold = entry is null || !entry.IsOf(hook) || now - entry.ReadAt >= KeptByCache;
        var started = time.GetTimestamp();
        var readings = new List<SecretReading>();
        foreach (var name in hook.Secrets)
        {
            readings.Add(isCold ? await secrets.GetAsync(name, JustNow, cancellationToken) : await secrets.GetAsync(name, cancellationToken));
        }

        if (isCold)
        {
            Interlocked.Exchange(ref _lastReadTicks, time.GetElapsedTime(started).Ticks);
        }

        return (Keep(tenant, hook, readings, isCold ? now : entry!.ReadAt, entry?.RefreshedAt ?? DateTimeOffset.MinValue), isCold);
    }

    /// <summary>
    /// The hook's keys read afresh, since a signature fits none of those that <see cref="GetAsync"/> gave and they may have
    /// been rotated; null if they were read just now, or were read afresh less than a minute ago.
    /// </summary>
    internal async Task<IReadOnlyList<byte[]>?> RefreshAsync(Tenant tenant, Hook hook, bool isFresh, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var key = (tenant.Id, hook.Name);
        if (!_entries.TryGetValue(key, out var entry) || now - entry.RefreshedAt < Kept || !_entries.TryUpdate(key, entry with { RefreshedAt = now }, entry) || isFresh)
        {
            return null;
        }

        var started = time.GetTimestamp();
        var readings = new List<SecretReading>();
        foreach (var (name, used) in hook.Secrets.Zip(entry.Readings))
        {
            readings.Add(await secrets.RefreshAsync(name, used, cancellationToken));
        }

        Interlocked.Exchange(ref _lastReadTicks, time.GetElapsedTime(started).Ticks);
        return Keep(tenant, hook, readings, now, now);
    }

    /// <summary>
    /// For a hook without secrets, or one that there is not: waits as long as the vault took last, as often as
    /// <see cref="RefreshAsync"/> would read it, and says whether it did.
    /// </summary>
    internal async Task<bool> PretendAsync(HookName name, bool hasKey, CancellationToken cancellationToken)
    {
        // Names that no hook can have take no memory.
        if (!TenantReader.IsId(name.Tenant) || !HookReader.IsName(name.Hook))
        {
            return false;
        }

        var now = time.GetUtcNow();
        if (_pretended.TryGetValue((name, hasKey), out var at) && now - at < Kept)
        {
            return false;
        }

        if (_pretended.Count >= MaxPretended)
        {
            _pretended.Clear();
        }

        _pretended[(name, hasKey)] = now;
        await Task.Delay(new TimeSpan(Interlocked.Read(ref _lastReadTicks)), time, cancellationToken);
        return true;
    }

    private List<byte[]> Keep(Tenant tenant, Hook hook, List<SecretReading> readings, DateTimeOffset readAt, DateTimeOffset refreshedAt)
    {
        var keys = new List<byte[]>();
        foreach (var (name, reading) in hook.Secrets.Zip(readings))
        {
            var key = reading.Value is not { } value ? null
                : hook.Hmac is { } scheme ? SignatureCheck.ReadKey(scheme, value)
                : Encoding.UTF8.GetBytes(value);
            if (key is not null)
            {
                keys.Add(key);
            }
            else
            {
                Log.NoKey(logger, tenant.Id, hook.Name, reading.Problem ?? $"The secret '{name}' is not base64.");
            }
        }

        var lifetime = readings.Any(reading => reading.IsPassing) ? KeptWhenAway : Kept;
        _entries[(tenant.Id, hook.Name)] = new(hook.Secrets, readings, keys, time.GetUtcNow(), lifetime, readAt, refreshedAt);
        return keys;
    }

    private sealed record Entry(
        IReadOnlyList<string> Names,
        IReadOnlyList<SecretReading> Readings,
        IReadOnlyList<byte[]> Keys,
        DateTimeOffset At,
        TimeSpan Lifetime,
        DateTimeOffset ReadAt,
        DateTimeOffset RefreshedAt)
    {
        public bool IsOf(Hook hook) => Names.SequenceEqual(hook.Secrets);
    }

    private static partial class Log
    {
        [LoggerMessage(63, LogLevel.Error, "A secret of tenant {Tenant}'s hook {Hook} cannot be used: {Problem}")]
        public static partial void NoKey(ILogger logger, string tenant, string hook, string problem);
    }
}
