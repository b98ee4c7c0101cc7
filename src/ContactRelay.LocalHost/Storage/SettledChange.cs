using System.Collections.Immutable;
using ContactRelay.Mailboxes;

namespace ContactRelay.LocalHost.Storage;

/// <summary>
/// What a save changes in the rows of a mailbox's settled updates, of which each has a few: an update that is merely accepted
/// leaves them alone, and one that is settled changes the last, and that from which a detail goes for age.
/// </summary>
internal sealed class SettledChange
{
    // With their details as many as fit on a page of the database.
    private const int MaxInPart = 8;

    private readonly bool _isAllAnew;
    private readonly List<long> _dropped = [];
    private readonly List<(long Number, byte[] Document)> _written = [];

    /// <param name="stored">What is stored; null where that is not known, and all is written.</param>
    /// <param name="settled">What is to be stored.</param>
    public SettledChange(StoredSettled? stored, ImmutableArray<SettledUpdate> settled)
    {
        if (stored is not null && stored.Updates == settled)
        {
            Parts = stored.Parts;
            return;
        }

        _isAllAnew = stored is null;
        var earlier = stored?.Parts ?? [];
        var parts = ImmutableArray.CreateBuilder<SettledPart>();
        foreach (var range in Divide(earlier, settled))
        {
            parts.Add(PartOf(range, settled));
        }

        Parts = parts.DrainToImmutable();
        _dropped.AddRange(earlier.Select(part => part.Number).Except(Parts.Select(part => part.Number)));
    }

    /// <summary>The rows that there are then.</summary>
    public ImmutableArray<SettledPart> Parts { get; }

    /// <summary>How long their documents are.</summary>
    public int Bytes => Parts.Sum(part => part.Bytes);

    /// <summary>The statements.</summary>
    public void Run(SqlSession session, MailboxKey key)
    {
        if (_isAllAnew)
        {
            session.Execute("DELETE FROM settled_parts WHERE tenant = ?1 AND contact = ?2", key.Tenant, key.ContactId);
        }

        foreach (var number in _dropped)
        {
            session.Execute("DELETE FROM settled_parts WHERE tenant = ?1 AND contact = ?2 AND part = ?3", key.Tenant, key.ContactId, number);
        }

        foreach (var (number, document) in _written)
        {
            session.Execute(
                """
                INSERT INTO settled_parts (tenant, contact, part, document) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (tenant, contact, part) DO UPDATE SET document = excluded.document
                """,
                key.Tenant,
                key.ContactId,
                number,
                document);
        }
    }

    /// <summary>
    /// Which of the updates go where: each to the row that has it, as long as that keeps their order, and the rest to the end.
    /// </summary>
    private static List<Range> Divide(ImmutableArray<SettledPart> earlier, ImmutableArray<SettledUpdate> settled)
    {
        var ranges = new List<Range>(earlier.Length + 1);
        var next = 0;
        foreach (var part in earlier)
        {
            var start = next;
            foreach (var update in part.Updates)
            {
                next += next < settled.Length && settled[next].Id == update.Id ? 1 : 0;
            }

            if (next > start)
            {
                ranges.Add(new(part.Number, start, next - start, part));
            }
        }

        if (ranges is [.., var last] && last.Length < MaxInPart)
        {
            var length = Math.Min(MaxInPart, settled.Length - last.Start);
            ranges[^1] = last with { Length = length };
            next = last.Start + length;
        }

        for (var number = ranges is [.., var end] ? end.Number + 1 : 0; next < settled.Length; number++, next += MaxInPart)
        {
            ranges.Add(new(number, next, Math.Min(MaxInPart, settled.Length - next), null));
        }

        return ranges;
    }

    private SettledPart PartOf(Range range, ImmutableArray<SettledUpdate> settled)
    {
        var updates = settled.AsSpan(range.Start, range.Length);
        if (range.Earlier is { } part && AreSame(part.Updates.AsSpan(), updates))
        {
            return part;
        }

        var written = updates.ToImmutableArray();
        var document = MailboxDocument.Write(Mailbox.Empty with { Settled = written });
        _written.Add((range.Number, document));
        return new(range.Number, written, document.Length);
    }

    /// <summary>Whether they are the very same: what has changed is another object.</summary>
    private static bool AreSame(ReadOnlySpan<SettledUpdate> one, ReadOnlySpan<SettledUpdate> other)
    {
        if (one.Length != other.Length)
        {
            return false;
        }

        for (var i = 0; i < one.Length; i++)
        {
            if (!ReferenceEquals(one[i], other[i]))
            {
                return false;
            }
        }

        return true;
    }

    private readonly record struct Range(long Number, int Start, int Length, SettledPart? Earlier);
}
