using ContactRelay.LocalHost.Storage;
using ContactRelay.Mailboxes;
using ContactRelay.Tests.Mailboxes;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>The embedded storage, and one contact in it that has settled updates.</summary>
public abstract class SettledStorage : IAsyncDisposable
{
    /// <summary>One more than are kept in the mailbox's own row.</summary>
    private protected const int Many = 17;

    private protected static readonly MailboxKey Key = new("acme", "1");

    private protected EmbeddedStorageUnderTest Storage { get; } = new();

    /// <summary>The ETag of what was saved last.</summary>
    private protected string? ETag { get; private set; }

    private protected EmbeddedMailboxStore Store => Storage.Embedded;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Storage.DisposeAsync();
    }

    private protected static Mailbox Settled(int count)
    {
        var mailbox = Enumerable.Range(0, count).Aggregate(Mailbox.Empty, (mailbox, number) => mailbox.With(Given.Update($"u{number}")).Delivered());
        return mailbox with { JustSettled = [] };
    }

    private protected async Task SaveAsync(Mailbox mailbox)
    {
        ETag = await Store.SaveAsync(Key, mailbox, ETag, null, Token);
        Assert.NotNull(ETag);
    }

    /// <summary>Saves many, which the storage knows well afterwards, or has to read anew.</summary>
    private protected async Task SaveManyAsync(bool isReopened)
    {
        await SaveAsync(Settled(Many));
        if (isReopened)
        {
            await Storage.ReopenAsync();
        }
    }

    private protected void Execute(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using var session = new SqlSession(Storage.DatabasePath, SqliteOpenMode.ReadWrite);
        session.Execute(sql, values);
    }

    private protected int Rows() => Parts().Count;

    private protected List<long> Parts()
    {
        using var session = new SqlSession(Storage.DatabasePath, SqliteOpenMode.ReadOnly);
        return session.Query("SELECT part FROM settled_parts ORDER BY part", row => row.GetInt64(0));
    }
}
