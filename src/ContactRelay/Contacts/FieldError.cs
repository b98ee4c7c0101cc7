namespace ContactRelay.Contacts;

/// <summary>What is wrong with one field of an update, in words that tell the caller what to change.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) into the patch; empty for the whole of it; <c>/contactId</c> for the contact's id.</param>
/// <param name="Detail">What to change. It holds names, never values.</param>
/// <param name="IsUnmapped">Whether the one thing wrong is that the provider has no place for the field.</param>
public sealed record FieldError(string Pointer, string Detail, bool IsUnmapped = false)
{
    /// <summary>The pointer for what is wrong with the contact's id, which is in the URL rather than in the patch.</summary>
    public const string ContactIdPointer = "/contactId";

    /// <summary>An error at the field with this <see cref="FieldPath"/>.</summary>
    public static FieldError At(string path, string detail) => new(FieldPath.Pointer(path), detail);
}
