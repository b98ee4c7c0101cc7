using ContactRelay.Contacts;

namespace ContactRelay.Providers;

/// <summary>Changes on their way to a provider's fields: what each becomes there, and what is wrong with the others.</summary>
internal sealed class Translation
{
    private readonly OrderedDictionary<string, FieldValue> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);
    private readonly List<FieldError> _errors = [];

    /// <summary>The provider's fields by name, in the order they were set.</summary>
    public IReadOnlyDictionary<string, FieldValue> Values => _values;

    public IReadOnlyList<FieldError> Errors => _errors;

    /// <summary>Sets a field of the provider's, once.</summary>
    public void Set(string path, string name, FieldValue value)
    {
        if (_values.TryAdd(name, value))
        {
            _paths[name] = path;
        }
        else
        {
            Refuse(path, $"Goes to the same field of the provider as {FieldPath.Pointer(_paths[name])}: send one of them.");
        }
    }

    public void Refuse(string path, string detail) => _errors.Add(FieldError.At(path, detail));

    public void Refuse(FieldError error) => _errors.Add(error);

    public void RefuseUnmapped(string path, string provider)
    {
        var error = FieldError.At(path, $"{provider} has no such field: name its own in the tenant's fieldMap, or leave it out.");
        _errors.Add(error with { IsUnmapped = true });
    }

    /// <summary>The name that a field has at the provider: by the tenant's map, its own, or the provider's default.</summary>
    public static string? NameOf(string path, Tenants.Tenant tenant, IReadOnlyDictionary<string, string> defaults) =>
        tenant.FieldMap.TryGetValue(path, out var mapped) ? mapped
        : FieldPath.IsOwn(path) ? FieldPath.OwnName(path)
        : defaults.GetValueOrDefault(path);

    /// <summary>The integer that some providers want for a contact's id, as it was written; else an error.</summary>
    public void RequireIntegerId(string contactId, string provider)
    {
        if (contactId.Length == 0 || !contactId.All(char.IsAsciiDigit) || (contactId[0] == '0' && contactId.Length > 1))
        {
            Refuse(new FieldError(FieldError.ContactIdPointer, $"{provider}'s contact ids are whole numbers without a leading zero."));
        }
    }
}
