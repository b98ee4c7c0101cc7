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
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KeptWhenAway = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Tenant, string Hook), Entry> _entries = new();

    /// <summary>The hook's keys; empty where none can be read.</summary>
    internal async Task<IReadOnlyList<byte[]>> GetAsync(Tenant tenant, Hook hook, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_entries.TryGetValue((tenant.Id, hook.Name), out var entry) && entry.IsOf(hook) && now - entry.At < entry.Lifetime)
        {
            return entry.Keys;
        }

        var readings = new List<SecretReading>();
        foreach (var name in hook.Secrets)
        {
            readings.Add(await secrets.GetAsync(name, cancellationToken));
        }

        return Keep(tenant, hook, readings, entry?.RefreshedAt ?? DateTimeOffset.MinValue);
    }

    /// <summary>
    /// The hook's keys read afresh, since a signature fits none of them and they may have been rotated; null where that
    /// was done less than a minute ago.
    /// </summary>
    internal async Task<IReadOnlyList<byte[]>?> RefreshAsync(Tenant tenant, Hook hook, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var key = (tenant.Id, hook.Name);
        if (!_entries.TryGetValue(key, out var entry) || now - entry.RefreshedAt < Kept || !_entries.TryUpdate(key, entry with { RefreshedAt = now }, entry))
        {
            return null;
        }

        var readings = new List<SecretReading>();
        foreach (var (name, used) in hook.Secrets.Zip(entry.Readings))
        {
            readings.Add(await secrets.RefreshAsync(name, used, cancellationToken));
        }

        return Keep(tenant, hook, readings, now);
    }

    private List<byte[]> Keep(Tenant tenant, Hook hook, List<SecretReading> readings, DateTimeOffset refreshedAt)
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
        _entries[(tenant.Id, hook.Name)] = new(hook.Secrets, readings, keys, time.GetUtcNow(), lifetime, refreshedAt);
        return keys;
    }

    private sealed record Entry(
        IReadOnlyList<string> Names,
        IReadOnlyList<SecretReading> Readings,
        IReadOnlyList<byte[]> Keys,
        DateTimeOffset At,
        TimeSpan Lifetime,
        DateTimeOffset RefreshedAt)
    {
        public bool IsOf(Hook hook) => Names.SequenceEqual(hook.Secrets);
    }

    private static partial class Log
    {
        [LoggerMessage(61, LogLevel.Error, "A secret of tenant {Tenant}'s hook {Hook} cannot be used: {Problem}")]
        public static partial void NoKey(ILogger logger, string tenant, string hook, string problem);
    }
}
