using System.Globalization;
using ContactRelay.Contacts;
using ContactRelay.Mailboxes;

namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>Makes the updates that are sent to the model, over two fields that are replaced and one that adds.</summary>
internal static class Sending
{
    /// <summary>What a value holds that the provider refuses for good.</summary>
    public const string Bad = "bad";

    /// <summary>A field that no other update has, for the one that comes last.</summary>
    public const string LastField = "note";

    private static readonly string[] Fields = ["email", "phone"];
    private static readonly int[] Delays = [20, 100, 3600];

    public static NewUpdate Make(string id, int choice, DateTimeOffset now)
    {
        var (kind, rest) = (choice % 5, choice / 5);
        return kind switch
        {
            3 => Keyed(id, "key-A", rest % 2),
            4 => Keyed(id, "key-B", rest % 2),
            _ => Plain(id, rest, now),
        };
    }

    public static NewUpdate Last(string id) => new() { Id = id, Changes = Changes(id, fields: 0, tags: false, LastField), BodyHash = id };

    private static NewUpdate Plain(string id, int choice, DateTimeOffset now)
    {
        var (fields, rest) = ((choice % 7) + 1, choice / 7);
        var (bad, timing, seconds) = (rest % 7 == 6, rest / 7 % 6, rest / 42 % 60);
        return new()
        {
            Id = id,
            Changes = Changes(bad ? Bad + id : id, fields % 4, fields >= 4),
            OccurredAt = timing == 3 ? now.AddSeconds(-seconds) : timing == 4 ? now.AddSeconds(seconds) : null,
            DeliverAt = timing == 5 ? now.AddSeconds(Delays[seconds % Delays.Length]) : null,
            BodyHash = id,
        };
    }

    /// <summary>One of two bodies under a key: sent again, it is the same in every byte.</summary>
    private static NewUpdate Keyed(string id, string key, int body)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{key}-{body}");
        return new() { Id = id, Changes = Changes(name, fields: 1 + body, tags: body == 1), KeyHash = key, BodyHash = name };
    }

    private static ContactFields Changes(string value, int fields, bool tags, string? other = null)
    {
        var paths = Fields.Where((_, index) => (fields & (1 << index)) != 0).Concat(other is null ? [] : [other]);
        var changes = paths.Select(path => KeyValuePair.Create(path, FieldValue.Text($"{path} of {value}")));
        return new(tags ? changes.Append(new(CanonicalFields.Tags, FieldValue.List([FieldValue.Text(value)]))) : changes);
    }
}
