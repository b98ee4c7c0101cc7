using System.Net;
using ContactRelay.Tenants;
using Xunit;

namespace ContactRelay.Tests.Tenants;

public sealed class BaseUrlRuleTests
{
    private readonly BaseUrlRule _strict = new(AllowLocal: false);
    private readonly BaseUrlRule _local = new(AllowLocal: true);

    [Theory]
    [InlineData("https://acme.prod.kulea.marketing:8089")]
    [InlineData("https://api.campaignlark.com")]
    [InlineData("https://shop.example/sub/folder/")]
    [InlineData("https://8.8.8.8")]
    [InlineData("https://[2606:4700::1111]:8443")]
    [InlineData("https://münchen.example")]
    [InlineData("HTTPS://ACME.EXAMPLE")]
    public void Check_public_https_is_allowed(string url) => Assert.Null(_strict.Check(url));

    [Theory]
    [InlineData("")]
    [InlineData("acme.example")]
    [InlineData("/rest")]
    [InlineData("//acme.example")]
    [InlineData("https://")]
    [InlineData("https:///path")]
    [InlineData("ftp://acme.example")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://acme.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://acme.example:99999")]
    public void Check_not_an_https_url_is_refused_everywhere(string url)
    {
        Assert.NotNull(_strict.Check(url));
        Assert.NotNull(_local.Check(url));
    }

    [Theory]
    [InlineData("https://user@acme.example")]
    [InlineData("https://user:password@acme.example")]
    [InlineData("https://acme.example?x=1")]
    [InlineData("https://acme.example/#fragment")]
    public void Check_more_than_an_address_is_refused_everywhere(string url)
    {
        Assert.NotNull(_strict.Check(url));
        Assert.NotNull(_local.Check(url));
    }

    [Theory]
    [InlineData("http://acme.example")]
    [InlineData("https://localhost")]
    [InlineData("https://LOCALHOST:8080")]
    [InlineData("https://127.0.0.1")]
    [InlineData("http://127.0.0.1:7072")]
    [InlineData("https://127.8.9.10")]
    [InlineData("https://10.0.0.4")]
    [InlineData("https://172.16.0.1")]
    [InlineData("https://172.31.255.255")]
    [InlineData("https://192.168.1.1")]
    [InlineData("https://169.254.169.254/metadata/identity")]
    [InlineData("https://100.64.0.1")]
    [InlineData("https://0.0.0.0")]
    [InlineData("https://255.255.255.255")]
    [InlineData("https://[::1]")]
    [InlineData("https://[::]")]
    [InlineData("https://[fe80::1]")]
    [InlineData("https://[fc00::1]")]
    [InlineData("https://[fd12:3456::1]")]
    [InlineData("https://[ff02::1]")]
    [InlineData("https://[::ffff:127.0.0.1]")]
    [InlineData("https://[::ffff:10.0.0.1]")]
    [InlineData("https://[::ffff:a9fe:a9fe]")]
    [InlineData("https://[::127.0.0.1]")]
    [InlineData("https://[2002:7f00:1::]")]
    [InlineData("https://2130706433/")]
    [InlineData("http://2130706433/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0x7f.0.0.1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://2852039166/")]
    public void Check_local_address_is_refused_unless_the_rule_allows_it(string url)
    {
        Assert.NotNull(_strict.Check(url));
        Assert.Null(_local.Check(url));
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("169.253.255.255")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("168.63.129.15")]
    [InlineData("168.63.129.17")]
    [InlineData("2000::1")]
    [InlineData("2001:200::1")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2a00:1450::1")]
    [InlineData("3fff:1000::1")]
    public void Allows_public_address(string address) => Assert.True(_strict.Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.255.255.255")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.0")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.168.255.255")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("100::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("168.63.129.16")]
    [InlineData("192.88.99.1")]
    [InlineData("::ffff:0:7f00:1")]
    [InlineData("64:ff9b::a83f:8110")]
    [InlineData("1fff::1")]
    [InlineData("2001::7f00:1")]
    [InlineData("2001:2::1")]
    [InlineData("2001:1ff:ffff::1")]
    [InlineData("3fff::1")]
    [InlineData("4000::1")]
    [InlineData("5f00::1")]
    public void Allows_no_local_address_unless_the_rule_says_so(string address)
    {
        Assert.False(_strict.Allows(IPAddress.Parse(address)));
        Assert.True(_local.Allows(IPAddress.Parse(address)));
    }
}
