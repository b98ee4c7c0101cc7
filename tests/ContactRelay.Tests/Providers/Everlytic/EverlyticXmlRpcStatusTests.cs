using ContactRelay.Providers.Everlytic;

namespace ContactRelay.Tests.Providers.Everlytic;

public sealed class EverlyticXmlRpcStatusTests() : StatusTests(new EverlyticProvider(), TenantBuilder.Everlytic("xmlrpc").Build());
