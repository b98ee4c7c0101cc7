namespace ContactRelay.Contacts;

/// <summary>The JSON shape of a <see cref="FieldValue"/>.</summary>
public enum FieldKind
{
    /// <summary>JSON <c>null</c>: the field is to be cleared (RFC 7396).</summary>
    Null,

    /// <summary>A JSON string.</summary>
    Text,

    /// <summary>A JSON number, kept with the digits it was written with.</summary>
    Number,

    /// <summary>JSON <c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A JSON array of strings, numbers and booleans.</summary>
    List,
}
