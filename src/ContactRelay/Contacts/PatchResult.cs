namespace ContactRelay.Contacts;

/// <summary>What <see cref="PatchReader"/> made of a body: changes, or what is wrong with it.</summary>
/// <param name="Changes">The changes; null where the body was refused.</param>
/// <param name="Syntax">Why the body is not JSON; null where it is.</param>
/// <param name="Errors">Each field that was refused; empty where the body was taken or was not JSON.</param>
public sealed record PatchResult(ContactFields? Changes, string? Syntax, IReadOnlyList<FieldError> Errors);
