using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Delivery;

/// <summary>Deletes dead letters that have been kept for as long as their tenants say; those of no tenant, and of former ones, for 90 days.</summary>
public sealed partial class DeadLetterAging(
    IDeadLetterStore deadLetters, ITenantStore stored, ITenantDirectory tenants, TimeProvider time, ILogger<DeadLetterAging> logger)
{
    /// <summary>Deletes what is too old by now. Throws <see cref="StorageUnavailableException"/>; what is left is deleted the next time.</summary>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        var deleted = 0;
        foreach (var id in await stored.ListAsync(cancellationToken))
        {
            if (await tenants.FindAsync(id, cancellationToken) is { } tenant && tenant.Limits.DeadLetterAge < TenantLimits.DefaultDeadLetterAge)
            {
                deleted += await DeleteAsync(tenant.Scope, tenant.Limits.DeadLetterAge, cancellationToken);
            }
        }

        deleted += await DeleteAsync(null, TenantLimits.DefaultDeadLetterAge, cancellationToken);
        if (deleted > 0)
        {
            Log.Deleted(logger, deleted);
        }
    }

    private async Task<int> DeleteAsync(string? scope, TimeSpan age, CancellationToken cancellationToken)
    {
        var (deleted, now) = (0, time.GetUtcNow());
        await foreach (var letter in deadLetters.ListAsync(new(scope) { Until = now - age }, cancellationToken))
        {
            // How old one is that cannot be read, nobody knows: whoever repairs it, or discards it, decides.
            if (!letter.Letter.IsUnreadable
                && (scope is not null || now - letter.Letter.At > await AgeOfAsync(letter.Letter.Tenant, cancellationToken))
                && await deadLetters.DeleteAsync(letter, cancellationToken))
            {
                deleted++;
            }
        }

        return deleted;
    }

    private async ValueTask<TimeSpan> AgeOfAsync(string scope, CancellationToken cancellationToken) =>
        (await tenants.FindAsync(TenantScope.IdOf(scope), cancellationToken))?.Limits.DeadLetterAge ?? TenantLimits.DefaultDeadLetterAge;

    private static partial class Log
    {
        [LoggerMessage(73, LogLevel.Information, "Deleted {Letters} dead letters that were kept for long enough")]
        public static partial void Deleted(ILogger logger, int letters);
    }
}
