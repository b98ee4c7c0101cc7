using System.Net;
using System.Net.Sockets;

namespace ContactRelay.Tenants;

/// <summary>
/// Which addresses a tenant's provider may have. A tenant's document must not be able to make ContactRelay call into
/// the network it runs in (server-side request forgery).
/// </summary>
/// <param name="AllowLocal">Whether http and the machine's own and private addresses are allowed: for the local host and its sandbox alone.</param>
public sealed record BaseUrlRule(bool AllowLocal)
{
    // Addresses that a translator turns into the IPv4 address in their last 32 bits (RFC 6052).
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    // Special-purpose blocks of the IANA registries (RFC 6890) that are not globally reachable; loopback, link-local
    // and multicast among them. Of IPv6 all but 2000::/3, from which alone public addresses are given out. One address
    // is public by its number alone: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16.
    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/3",
            "::/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "4000::/2", "8000::/1",
        }.Select(block => IPNetwork.Parse(block)),
    ];

    /// <summary>What is wrong with the URL as a base of calls, or null. It resolves no names: <see cref="Allows"/> is for what they resolve to.</summary>
    public string? Check(string text)
    {
        if (text != text.Trim() || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Host.Length == 0)
        {
            return "Must be an absolute https URL.";
        }

        if (url.Scheme != "https" && !AllowLocal)
        {
            return "Must be https.";
        }

        // What is appended to it would be a part of them, or another path than it says.
        if (url.UserInfo.Length > 0 || text.AsSpan().ContainsAny('?', '#'))
        {
            return "Must have no user name, no query and no fragment.";
        }

        if (text.Contains('\\', StringComparison.Ordinal) || text.Any(char.IsControl) || text.Split('/').Any(part => Uri.UnescapeDataString(part) is "." or ".."))
        {
            return "Must have no backslash, no control character and no part '.' or '..' in its path.";
        }

        var isClosed = url.IsLoopback || (IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address) && !Allows(address));
        return isClosed && !AllowLocal ? "Must not be a private, loopback or link-local address." : null;
    }

    /// <summary>Whether a connection to this address may be made.</summary>
    public bool Allows(IPAddress address)
    {
        if (AllowLocal)
        {
            return true;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
            : Nat64.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12))
            : address;
        return plain.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6
            && !Array.Exists(Closed, block => block.Contains(plain));
    }
}
