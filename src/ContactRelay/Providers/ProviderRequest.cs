namespace ContactRelay.Providers;

/// <summary>A request to a provider, ready to be sent.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Url">The absolute URL, percent-encoded.</param>
/// <param name="Authorization">The whole value of the Authorization header, which holds the tenant's key.</param>
/// <param name="ContentType">The value of the Content-Type header.</param>
/// <param name="Body">The body's bytes.</param>
public sealed record ProviderRequest(HttpMethod Method, string Url, string Authorization, string ContentType, byte[] Body)
{
    /// <summary>The media type of JSON.</summary>
    public const string Json = "application/json";

    /// <summary>The method alone: the rest holds a contact's data and a key, and this text may reach a log.</summary>
    public override string ToString() => Method.ToString();
}
