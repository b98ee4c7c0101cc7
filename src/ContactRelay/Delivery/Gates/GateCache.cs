using System.Collections.Concurrent;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Delivery.Gates;

/// <summary>
/// The gates of the tenants that this process has to do with, each read at most every five seconds. Its members throw
/// <see cref="StorageUnavailableException"/> where the storage is away.
/// </summary>
public sealed partial class GateCache(ITenantGateStore store, TimeProvider time, ILogger<GateCache> logger)
{
    private const int MaxConflicts = 20;
    private const int MaxCached = 10_000;
    private static readonly TimeSpan Cached = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The gate, as it was five seconds ago or later.</summary>
    public async ValueTask<TenantGate> GetAsync(string tenant, CancellationToken cancellationToken) =>
        _entries.TryGetValue(tenant, out var entry) && time.GetUtcNow() - entry.At < Cached
            ? entry.Gate
            : (await LoadAsync(tenant, cancellationToken)).Gate;

    /// <summary>
    /// Changes the gate, and gives back what it then is; null where <paramref name="change"/> gives null, and so does not
    /// want to. It is asked again of what others have saved meanwhile.
    /// </summary>
    public async ValueTask<TenantGate?> ChangeAsync(string tenant, Func<TenantGate, TenantGate?> change, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxConflicts; tries++)
        {
            var entry = tries == 0 && _entries.TryGetValue(tenant, out var cached) ? cached : await LoadAsync(tenant, cancellationToken);
            if (change(entry.Gate) is not { } changed)
            {
                if (tries > 0)
                {
                    return null;
                }

                continue;
            }

            if (ReferenceEquals(changed, entry.Gate))
            {
                return changed;
            }

            if (await store.SaveAsync(tenant, changed, entry.ETag, cancellationToken) is { } etag)
            {
                Keep(tenant, new(changed, etag, time.GetUtcNow()));
                return changed;
            }
        }

        throw new StorageUnavailableException("The tenant's gate changes too fast to be saved.");
    }

    /// <summary>Forgets what is cached of the tenant.</summary>
    public void Forget(string tenant) => _entries.TryRemove(tenant, out _);

    private async ValueTask<Entry> LoadAsync(string tenant, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var (gate, etag) = await ReadAsync(tenant, cancellationToken);
        var entry = new Entry(gate, etag, at);
        Keep(tenant, entry);
        return entry;
    }

    /// <summary>A gate that cannot be read is open, and replaced by the next save: what the tenant was held for is found anew.</summary>
    private async ValueTask<(TenantGate Gate, string? ETag)> ReadAsync(string tenant, CancellationToken cancellationToken)
    {
        try
        {
            return await store.LoadAsync(tenant, cancellationToken);
        }
        catch (UnreadableRowException e)
        {
            Log.Unreadable(logger, TenantScope.IdOf(tenant), e);
            return (TenantGate.Open, e.ETag);
        }
    }

    private void Keep(string tenant, Entry entry)
    {
        if (_entries.Count >= MaxCached)
        {
            _entries.Clear();
        }

        _entries[tenant] = entry;
    }

    private static partial class Log
    {
        [LoggerMessage(64, LogLevel.Error, "The stored holds and limits of {Tenant} cannot be read; it goes on as if it had none")]
        public static partial void Unreadable(ILogger logger, string tenant, Exception exception);
    }

    private sealed record Entry(TenantGate Gate, string? ETag, DateTimeOffset At);
}
