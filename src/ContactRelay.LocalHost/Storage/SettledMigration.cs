using ContactRelay.Mailboxes;

namespace ContactRelay.LocalHost.Storage;

/// <summary>Moves the settled updates of an earlier release, which had one row a mailbox, to rows of a few.</summary>
internal static class SettledMigration
{
    private const int RowsAtATime = 100;

    /// <summary>Moves what is there of them, each transaction some.</summary>
    public static void Run(SqlSession session)
    {
        if (session.Query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'settled'", row => row.GetString(0)).Count == 0)
        {
            return;
        }

        while (MoveSome(session))
        {
            // Until there are no more.
        }

        session.Execute("DROP TABLE settled");
    }

    private static bool MoveSome(SqlSession session)
    {
        var rows = session.Query(
            "SELECT tenant, contact, document FROM settled LIMIT ?1",
            row => (Key: new MailboxKey(row.GetString(0), row.GetString(1)), MailboxDocument.Read(row.GetBytes(2)).Settled),
            RowsAtATime);
        session.Execute("BEGIN");
        foreach (var (key, settled) in rows)
        {
            new SettledChange(new([], []), settled).Run(session, key);
            session.Execute("DELETE FROM settled WHERE tenant = ?1 AND contact = ?2", key.Tenant, key.ContactId);
        }

        session.Execute("COMMIT");
        return rows.Count > 0;
    }
}
