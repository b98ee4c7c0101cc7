namespace ContactRelay.Contacts;

/// <summary>
/// A field's path as the project writes it: a canonical name (<c>email</c>, <c>address.city</c>), or
/// <c>fields.</c> and an own field's name, which may itself hold dots, spaces and slashes.
/// </summary>
public static class FieldPath
{
    /// <summary>What the path of an own field begins with.</summary>
    public const string OwnPrefix = "fields.";

    /// <summary>The path of the own field with this name.</summary>
    public static string Own(string name) => OwnPrefix + name;

    /// <summary>Whether the path is that of an own field.</summary>
    public static bool IsOwn(string path) => path.StartsWith(OwnPrefix, StringComparison.Ordinal);

    /// <summary>What to tell whoever names a field that there cannot be.</summary>
    internal const string NoSuchField = "Maps no field: must be a canonical field, such as company or address.city, or fields. and a name.";

    /// <summary>Whether the path names a field: a canonical one, or an own one.</summary>
    internal static bool IsField(string path) => CanonicalFields.Contains(path) || (IsOwn(path) && OwnName(path).Length > 0);

    /// <summary>The name of the own field with this path.</summary>
    public static string OwnName(string path) => path[OwnPrefix.Length..];

    /// <summary>The JSON pointer (RFC 6901) to the field in a patch.</summary>
    public static string Pointer(string path) => IsOwn(path)
        ? "/fields/" + Escape(OwnName(path))
        : "/" + path.Replace('.', '/');

    /// <summary>One reference token of a JSON pointer, escaped (RFC 6901, section 3).</summary>
    public static string Escape(string token) =>
        token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
