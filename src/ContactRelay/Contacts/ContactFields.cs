using System.Collections;

namespace ContactRelay.Contacts;

/// <summary>
/// Values of a contact's fields by <see cref="FieldPath"/>, in the order they were given. As changes, a field that is
/// absent is left alone, and a <see cref="FieldValue.Null"/> clears it (RFC 7396). Immutable.
/// </summary>
public sealed class ContactFields : IReadOnlyCollection<KeyValuePair<string, FieldValue>>
{
    /// <summary>No fields at all.</summary>
    public static readonly ContactFields Empty = new([]);

    private readonly OrderedDictionary<string, FieldValue> _values;

    /// <summary>These fields; of a path that comes twice the later value counts.</summary>
    public ContactFields(IEnumerable<KeyValuePair<string, FieldValue>> values)
    {
        _values = new OrderedDictionary<string, FieldValue>(values.TryGetNonEnumeratedCount(out var count) ? count : 0, StringComparer.Ordinal);
        foreach (var (path, value) in values)
        {
            _values[path] = value;
        }
    }

    private ContactFields(OrderedDictionary<string, FieldValue> values) => _values = values;

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <summary>The paths, in order.</summary>
    public IReadOnlyList<string> Paths => _values.Keys;

    /// <summary>The paths, in order, in an array of the caller's own.</summary>
    public string[] PathArray()
    {
        var paths = new string[Count];
        _values.Keys.CopyTo(paths, 0);
        return paths;
    }

    /// <summary>The field's value, or null where it is absent.</summary>
    public FieldValue? this[string path] => _values.GetValueOrDefault(path);

    /// <summary>The field's text, or null where it is absent or not a text.</summary>
    public string? Text(string path) => this[path] is { Kind: FieldKind.Text } value ? value.AsText() : null;

    /// <summary>These fields with <paramref name="others"/> put over them.</summary>
    public ContactFields With(ContactFields others) =>
        others.Count == 0 ? this : Count == 0 ? others : new(_values.Concat(others._values));

    /// <summary>Those of the fields that <paramref name="keep"/> names.</summary>
    public ContactFields Where(Func<string, bool> keep) => new(_values.Where(field => keep(field.Key)));

    /// <summary>The fields, in order. A value type, so that a loop over them costs no object.</summary>
    public OrderedDictionary<string, FieldValue>.Enumerator GetEnumerator() => _values.GetEnumerator();

    /// <summary>Fields that are made of these, by ordinal path, without a copy: whoever made them changes them no more.</summary>
    internal static ContactFields Owning(OrderedDictionary<string, FieldValue> values) => new(values);

    IEnumerator<KeyValuePair<string, FieldValue>> IEnumerable<KeyValuePair<string, FieldValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
