using System.Text.Json;

namespace ContactRelay.Contacts;

/// <summary>What has been read of a patch so far, and what was wrong with it.</summary>
internal sealed class PatchDraft
{
    private const int MaxErrors = 50;

    public List<KeyValuePair<string, FieldValue>> Values { get; } = [];

    public List<FieldError> Errors { get; } = [];

    public void Fail(string pointer, string detail)
    {
        if (Errors.Count < MaxErrors)
        {
            Errors.Add(new(pointer, detail));
        }
    }

    /// <summary>The reader's string, or null where it escapes half of a surrogate pair.</summary>
    public string? Text(in Utf8JsonReader reader, string pointer)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            Fail(pointer, "Holds half of a surrogate pair, which is not Unicode text.");
            return null;
        }
    }
}
