using System.Text.Json;
using ContactRelay.Contacts;
using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>A merge patch in the making, and what is wrong with it.</summary>
internal sealed class MappingDraft(Hook hook)
{
    private readonly OrderedDictionary<string, JToken> _values = new(StringComparer.Ordinal);
    private readonly List<FieldError> _errors = [];
    private readonly List<string> _notFound = [];
    private bool _hasFound;

    public IReadOnlyList<FieldError> Errors => _errors;

    public IReadOnlyList<string> NotFound => _notFound;

    /// <summary>
    /// Whether the body has nothing for any field. Constants go along with what was found; alone they count only where
    /// the mapping has nothing else.
    /// </summary>
    public bool IsNothing => _errors.Count == 0 && !_hasFound && (_values.Count == 0 || hook.Changes.Values.Any(rule => rule.Constant is null));

    /// <summary>Adds what was found for a field.</summary>
    public void Add(string path, Evaluation found, bool isConstant)
    {
        if (found.Problem is { } problem)
        {
            Fail(FieldPath.Pointer(path), problem);
        }
        else if (found.Value is not { } value || (value.Type == JTokenType.Null && !isConstant && !hook.Changes[path].IsClearedWhenEmpty))
        {
            _notFound.Add(path);
        }
        else
        {
            _hasFound |= !isConstant;
            _values[path] = Fit(path, value);
        }
    }

    /// <summary>Notes what is wrong.</summary>
    public void Fail(string pointer, string detail) => _errors.Add(hook.Explain(new(pointer, detail)));

    /// <summary>The patch as JSON.</summary>
    public byte[] Write() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        WriteAll(writer, path => !IsAddress(path) && !FieldPath.IsOwn(path), path => path);
        WriteGroup(writer, "address", IsAddress, path => path["address.".Length..]);
        WriteGroup(writer, "fields", FieldPath.IsOwn, FieldPath.OwnName);
        writer.WriteEndObject();
    });

    /// <summary>The patch's changes by the rules that hold for every patch, or null where it breaks them.</summary>
    public ContactFields? Read(byte[] patch)
    {
        if (patch.Length > IntakeRules.MaxUpdateBytes)
        {
            Fail("", $"The update may have {IntakeRules.MaxUpdateBytes / 1024} KiB.");
        }

        if (_errors.Count > 0)
        {
            return null;
        }

        var read = PatchReader.Read(patch);
        _errors.AddRange(read.Errors.Select(hook.Explain));
        return read.Changes;
    }

    /// <summary>
    /// A form does not know what a field takes: for a text a number becomes the text it was written as, and a list of one
    /// that one; for tags and lists one becomes a list of one.
    /// </summary>
    private static JToken Fit(string path, JToken value) =>
        value.Type == JTokenType.Null ? value
        : path is CanonicalFields.Tags or CanonicalFields.Lists ? value as JArray ?? new JArray(value)
        : !FieldPath.IsOwn(path) && HookJson.Text(HookJson.Single(value)) is { } text ? new JValue(text)
        : value;

    private void WriteGroup(Utf8JsonWriter writer, string name, Func<string, bool> isIn, Func<string, string> rename)
    {
        if (_values.Keys.Any(isIn))
        {
            writer.WriteStartObject(name);
            WriteAll(writer, isIn, rename);
            writer.WriteEndObject();
        }
    }

    private void WriteAll(Utf8JsonWriter writer, Func<string, bool> isIn, Func<string, string> rename)
    {
        // What is too large already is refused whatever else is in it.
        foreach (var (path, value) in _values.Where(field => isIn(field.Key)).TakeWhile(_ => writer.BytesCommitted + writer.BytesPending <= IntakeRules.MaxUpdateBytes))
        {
            writer.WritePropertyName(rename(path));
            HookJson.Write(writer, value);
        }
    }

    private static bool IsAddress(string path) => path.StartsWith("address.", StringComparison.Ordinal);
}
