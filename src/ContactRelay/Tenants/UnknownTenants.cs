using System.Collections.Concurrent;

namespace ContactRelay.Tenants;

/// <summary>
/// The ids that were asked for lately and that no tenant has. Whoever makes ids up costs the storage a bounded number of
/// reads, and takes no room from the tenants that there are.
/// </summary>
internal sealed class UnknownTenants(ITenantStore store, TimeProvider time)
{
    /// <summary>How many different ids are looked for in one window; from then on all ids are listed once, and asked.</summary>
    public const int MaxReads = 200;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private Window _window = new(DateTimeOffset.MinValue);

    /// <summary>What is known now: to be asked for before a read, and told of what the read showed.</summary>
    public Window Current()
    {
        var now = time.GetUtcNow();
        var window = Volatile.Read(ref _window);
        if (now - window.Began < TenantDirectory.Cached)
        {
            return window;
        }

        Interlocked.CompareExchange(ref _window, new(now), window);
        return Volatile.Read(ref _window);
    }

    /// <summary>Forgets all, since a tenant has just been stored or deleted.</summary>
    public void Forget() => Volatile.Write(ref _window, new(time.GetUtcNow()));

    /// <summary>Whether no tenant has this id, as far as can be said without reading its document.</summary>
    public async ValueTask<bool> IncludesAsync(Window window, string id, CancellationToken cancellationToken)
    {
        if (window.Ids.ContainsKey(id))
        {
            return true;
        }

        if (window.Ids.Count < MaxReads || (await window.ListAsync(store).WaitAsync(cancellationToken)).Contains(id))
        {
            return false;
        }

        // As long as the document of a tenant takes to read: else the time would tell the two apart.
        await Task.Delay(window.ReadTime < Longest ? window.ReadTime : Longest, time, cancellationToken);
        return true;
    }

    /// <summary>What is known for as long as a tenant may be cached.</summary>
    internal sealed class Window(DateTimeOffset began)
    {
        private readonly Lock _gate = new();
        private Task<HashSet<string>>? _all;

        public DateTimeOffset Began => began;

        public ConcurrentDictionary<string, bool> Ids { get; } = new(StringComparer.Ordinal);

        /// <summary>How long the last read took.</summary>
        public TimeSpan ReadTime { get; set; }

        /// <summary>All ids, read once for all who ask.</summary>
        public Task<HashSet<string>> ListAsync(ITenantStore store)
        {
            lock (_gate)
            {
                return _all is null or { IsFaulted: true } or { IsCanceled: true } ? _all = ReadAsync(store) : _all;
            }
        }

        private static async Task<HashSet<string>> ReadAsync(ITenantStore store) =>
            new(await store.ListAsync(CancellationToken.None), StringComparer.Ordinal);
    }
}
