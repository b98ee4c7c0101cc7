using System.Text;

namespace ContactRelay.Sandbox.Providers;

/// <summary>The one Authorization header that a stand-in takes. Its header arrives with each byte as one Latin-1 character.</summary>
internal sealed class ProviderKey
{
    private readonly string _scheme;
    private readonly string _asLatin1;
    private readonly string _asUtf8;

    private ProviderKey(string scheme, string key)
    {
        _scheme = scheme;
        _asLatin1 = key;
        _asUtf8 = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(key));
    }

    public static ProviderKey Raw(string key) => new("", key);

    public static ProviderKey Bearer(string key) => new("Bearer ", key);

    public static ProviderKey Basic(string username, string key) =>
        new("Basic ", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{key}")));

    public bool Opens(string authorization)
    {
        if (!authorization.StartsWith(_scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var key = authorization.AsSpan(_scheme.Length);
        return key.SequenceEqual(_asUtf8) || key.SequenceEqual(_asLatin1);
    }
}
