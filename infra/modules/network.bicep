// The virtual network that the app's outbound calls go through, with a fixed public address if asked for.

@description('Name of the virtual network.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Address range of the virtual network.')
param addressPrefix string

@description('Whether outbound calls leave through a NAT gateway.')
param natGateway bool

var appSubnetName = 'app'
var endpointSubnetName = 'endpoints'

resource address 'Microsoft.Network/publicIPAddresses@2026-03-01' = if (natGateway) {
  name: '${name}-outbound'
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
    publicIPAddressVersion: 'IPv4'
  }
}

resource gateway 'Microsoft.Network/natGateways@2026-03-01' = if (natGateway) {
  name: '${name}-nat'
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  properties: {
    idleTimeoutInMinutes: 4
    publicIpAddresses: [
      {
        id: address.id
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2026-03-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        addressPrefix
      ]
    }
    // Inside the network and not as its children: a repeated deployment would otherwise take the subnets away first.
    subnets: [
      {
        name: appSubnetName
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 25, 0)
          delegations: [
            {
              name: 'flex-consumption'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
          natGateway: natGateway ? { id: gateway.id } : null
        }
      }
      {
        name: endpointSubnetName
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 2)
          defaultOutboundAccess: false
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }

  resource appSubnet 'subnets' existing = {
    name: appSubnetName
  }

  resource endpointSubnet 'subnets' existing = {
    name: endpointSubnetName
  }
}

@description('Resource id of the virtual network.')
output id string = network.id

@description('Resource id of the subnet of the app.')
output appSubnetId string = network::appSubnet.id

@description('Resource id of the subnet of the private endpoints.')
output endpointSubnetId string = network::endpointSubnet.id

@description('The fixed address of outbound calls; empty without a NAT gateway.')
output outboundAddress string = natGateway ? address!.properties.ipAddress : ''
