using System.Globalization;
using System.Runtime.CompilerServices;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Storage.Tables;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Storage;

/// <summary>
/// Recent activity in a table for each day, <c>activity20260131</c>, so that what is old goes with one request a day rather
/// than one a row: a partition for each tenant, in it the newest first.
/// </summary>
internal sealed partial class AzureActivityStore(
    AzureClients clients, ActivitySetting setting, TimeProvider time, ILogger<AzureActivityStore> logger) : IActivityStore
{
    private const string Contact = "contact";
    private const string RowKey = "RowKey";

    // A function app that stood still for longer leaves tables behind.
    private const int DaysDropped = 30;
    private const long LastMillisecond = 9_999_999_999_999;
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Writes what was just settled. Whatever goes wrong is written down, and nobody waits for it for long.</summary>
    public async ValueTask WriteAsync(MailboxKey key, Mailbox mailbox)
    {
        if (!setting.IsOn || Settlement.Of(key, mailbox) is not { } settlement)
        {
            return;
        }

        var row = new NewRow(new(KeyText.Escape(key.Tenant), RowKeyOf(settlement.Position)));
        StoredDocument.Write(row, settlement.Write());
        row.Add(Contact, key.ContactId);
        using var timeout = new CancellationTokenSource(WriteTimeout, time);
        try
        {
            await TableOf(settlement.At.UtcDateTime).UpsertAsync(row, timeout.Token);
        }
        catch (Exception e) when (e is StorageUnavailableException or OperationCanceledException)
        {
            Log.NotWritten(logger, e);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Settlement> ListAsync(ActivityQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The clocks of other instances may be a little ahead.
        var newest = query.Before?.At ?? time.GetUtcNow() + TimeSpan.FromMinutes(5);
        foreach (var day in Days(query.Since, newest))
        {
            var filter = InTenant(query.Tenant) + (query.Before is { } before ? $" and RowKey gt {TableFilter.Text(RowKeyOf(before))}" : "");
            await foreach (var page in TableOf(day).QueryAsync(filter, TableFilter.WholeRows, cancellationToken, query.PageSize))
            {
                foreach (var row in page)
                {
                    if (!UnreadableRowException.TryRead(() => Settlement.Read(StoredDocument.Read(row)), out var settlement, out var why))
                    {
                        Log.NotRead(logger, why);
                        continue;
                    }

                    if (settlement.At < query.Since)
                    {
                        yield break;
                    }

                    yield return settlement;
                }
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> EraseAsync(MailboxKey key, CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var table in Tables())
        {
            var filter = $"{InTenant(key.Tenant)} and {Contact} eq {TableFilter.Text(key.ContactId)}";
            await foreach (var page in table.QueryAsync(filter, RowKey, cancellationToken))
            {
                foreach (var row in page)
                {
                    any |= await table.DeleteAsync(new(KeyText.Escape(key.Tenant), row.Text(RowKey)!), Table.AnyVersion, cancellationToken);
                }
            }
        }

        return any;
    }

    /// <inheritdoc/>
    public async ValueTask DropAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        for (var days = 1; days <= DaysDropped; days++)
        {
            await TableOf(before.UtcDateTime.AddDays(-days)).DropAsync(cancellationToken);
        }
    }

    /// <summary>The tables that may hold something, the newest first.</summary>
    public IEnumerable<Table> Tables()
    {
        var now = time.GetUtcNow();
        return Days(now - IActivityStore.Kept - TimeSpan.FromDays(1), now.AddMinutes(5)).Select(TableOf);
    }

    private static IEnumerable<DateTime> Days(DateTimeOffset oldest, DateTimeOffset newest)
    {
        for (var day = newest.UtcDateTime.Date; day >= oldest.UtcDateTime.Date; day = day.AddDays(-1))
        {
            yield return day;
        }
    }

    /// <summary>The rows of the tenant with this scope, in any of the tables.</summary>
    public static string InTenant(string tenant) => $"PartitionKey eq {TableFilter.Text(KeyText.Escape(tenant))}";

    private static string RowKeyOf(ActivityPosition position) =>
        string.Create(CultureInfo.InvariantCulture, $"{LastMillisecond - position.At.ToUnixTimeMilliseconds():D13}|{KeyText.Escape(position.Id)}");

    private Table TableOf(DateTime day) => clients.Table("activity" + day.ToString("yyyyMMdd", CultureInfo.InvariantCulture));

    private static partial class Log
    {
        [LoggerMessage(81, LogLevel.Warning, "A row of the recent activity was not written; nothing else misses it")]
        public static partial void NotWritten(ILogger logger, Exception exception);

        [LoggerMessage(84, LogLevel.Warning, "A row of the recent activity cannot be read ({Why}) and is left out; nothing else misses it")]
        public static partial void NotRead(ILogger logger, string why);
    }
}
